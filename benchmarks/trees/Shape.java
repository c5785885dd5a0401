/** What kind of tree is made up. */
enum Shape {
  /** A show: sequences, shots, tasks, versions, and in each version one or two image sequences. */
  SEQUENCES("sequences", "show", ".1190.exr") {
    @Override
    Node root(long files) {
      return SequencesNode.show(files);
    }
  },

  /** A project home or /usr: few files a directory, many kinds of names, sizes and owners. */
  MIXED("mixed", "project", "harbor") {
    @Override
    Node root(long files) {
      return MixedNode.home(files);
    }
  };

  final String label;

  /** The last name of the target's path. */
  final String target;

  /** In few names. */
  final String rare;

  Shape(String label, String target, String rare) {
    this.label = label;
    this.target = target;
    this.rare = rare;
  }

  /** The root of a tree of about this many files. */
  abstract Node root(long files);

  static Shape of(String label) {
    for (Shape shape : values()) {
      if (shape.label.equals(label)) {
        return shape;
      }
    }
    throw new BenchException("no such shape: '" + label + "'");
  }
}
