import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A directory of a home of projects. It is given a number of files, keeps some and deals the rest
 * out among its directories, unevenly, so that some branches are deep. A directory is of one kind,
 * as in a source tree or a package: names and extensions go together.
 */
final class MixedNode extends Node {

  private static final int DEEPEST = 12;
  private static final int MOST_OWN = 60;
  private static final int MOST_AT_THE_BOTTOM = 4000;
  private static final int GROUP = 100;

  private static final String[] WORDS =
      ("account action adapter agent alpha anchor archive asset audio bake base batch beta binary block board"
              + " bridge buffer build bundle cable cache camera canvas card carrier channel check city client"
              + " cloth cloud codec collect color comet common config console context control core crowd cycle"
              + " daemon data debug decode default delta depth design desk device diff digest disk display dock"
              + " draft driver echo edge edit effect ember engine entry error event export face factory feature"
              + " field filter final fire flow fluid folder font forest forge format frame front game gate"
              + " geometry glass graph grid group guard hair handler harbor hash header helper hero hook house"
              + " icon image import index inner input install island item join kernel key label lamp layer layout"
              + " lens level library light limit line link list loader local lock logger machine main manager map"
              + " market mask matrix media memory menu mesh message metal meter mirror mobile model module monitor"
              + " motion mount native network node noise notes object ocean office option orbit order outer output"
              + " package page paint panel parser particle patch path pattern phase pipe pixel plane planet plate"
              + " player plugin point pool portal preview printer process profile program project proxy query queue"
              + " radar random reader record region relay render report request reset resource result rig river"
              + " road robot rock root route rule sample scene schema screen script search section sensor server"
              + " session shader shadow shape share shell signal simple sketch skin sky smoke socket sound source"
              + " space spec sphere stage state station status stone storage stream street studio style surface"
              + " switch symbol system table target task template tensor terrain test texture theme thread tile"
              + " timer token tool tower trace track trade transfer tree trigger turbo type unit update upload user"
              + " utility valley value vector vehicle vendor version video view vision volume walker wall water"
              + " wave widget window winter wire wizard worker world wrapper writer zone")
          .split(" ");

  private enum Kind {
    SOURCE("java", "py", "cpp", "h", "js", "ts", "json", "md", "xml", "yml", "txt"),
    LIBRARY("so", "a", "pyc", "jar", "dll"),
    MANUAL("1.gz", "3.gz", "html", "pdf", "mo"),
    TEXTURE("tx", "exr", "tif", "png", "jpg"),
    OBJECT(""),
    PHOTO("CR2", "jpg", "xmp"),
    CACHE("bin", "cache", "tmp", "vdb", "abc");

    final String[] extensions;

    Kind(String... extensions) {
      this.extensions = extensions;
    }
  }

  private final int depth;
  private final long files;
  private final Kind kind;

  /** Files of a package: whole seconds, nearly all the same. */
  private final boolean installed;

  private MixedNode(
      long seed, String name, int owner, int depth, long files, Kind kind, boolean installed) {
    super(seed, name, owner, GROUP);
    this.depth = depth;
    this.files = files;
    this.kind = kind;
    this.installed = installed;
  }

  static Node home(long files) {
    return new MixedNode(43, "", 0, 0, files, Kind.SOURCE, false);
  }

  /** How many files it keeps of those it was given. */
  private long own(SplittableRandom random) {
    long wanted = 1 + Math.min(MOST_OWN - 1, (long) Math.exp(2.3 + 0.9 * random.nextGaussian()));
    return depth == DEEPEST ? Math.min(files, MOST_AT_THE_BOTTOM) : Math.min(files, wanted);
  }

  @Override
  boolean isLeaf() {
    return own(new SplittableRandom(seed)) == files || depth == DEEPEST;
  }

  @Override
  void list(SplittableRandom random, Inodes inodes, EntryColumns entries, List<Node> directories) {
    long own = own(random);
    Set<String> names = new HashSet<>();
    long second = modifiedSeconds();
    for (int i = 0; i < own; i++) {
      String fileName = fileName(random, i);
      while (!names.add(fileName)) {
        fileName = random.nextInt(1000) + "_" + fileName;
      }
      boolean link = random.nextInt(33) == 0;
      long bytes =
          link
              ? random.nextInt(8, 60)
              : (long) Math.min(1L << 34, Math.exp(8.3 + 2.2 * random.nextGaussian()));
      addFile(
          entries,
          fileName,
          link ? EntryType.SYMLINK : EntryType.FILE,
          bytes,
          installed ? second + random.nextInt(20) / 19 : second - random.nextInt(20_000_000),
          installed ? 0 : random.nextInt(1_000_000_000),
          inodes.next(random),
          link ? 0777 : kind == Kind.LIBRARY || random.nextInt(20) == 0 ? 0755 : 0644,
          owner,
          GROUP);
    }
    if (depth < DEEPEST && own < files) {
      deal(random, files - own, names, directories);
    }
  }

  private void deal(
      SplittableRandom random, long left, Set<String> names, List<Node> directories) {
    int count = left < 16 ? 1 : random.nextInt(2, 9);
    double[] shares = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double share = random.nextDouble(0.1, 1);
      shares[i] = share * share * share;
      sum += shares[i];
    }
    long rest = left;
    for (int i = 0; i < count && rest > 0; i++) {
      long part =
          i == count - 1 ? rest : Math.clamp(Math.round(left * shares[i] / sum), 1, rest);
      rest -= part;
      Kind below =
          random.nextInt(3) == 0 ? Kind.values()[random.nextInt(Kind.values().length)] : kind;
      String childName = directoryName(random, below);
      while (!names.add(childName)) {
        childName = childName + random.nextInt(10);
      }
      int childOwner = depth < 3 && random.nextInt(3) == 0 ? 1000 + random.nextInt(12) : owner;
      boolean childInstalled = depth < 4 && random.nextInt(4) == 0 ? !installed : installed;
      directories.add(
          new MixedNode(
              below(seed, i), childName, childOwner, depth + 1, part, below, childInstalled));
    }
  }

  private static String word(SplittableRandom random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static String hex(SplittableRandom random, int digits) {
    StringBuilder text = new StringBuilder();
    while (text.length() < digits) {
      text.append("%016x".formatted(random.nextLong()));
    }
    return text.substring(0, digits);
  }

  private String fileName(SplittableRandom random, int number) {
    String extension = kind.extensions[random.nextInt(kind.extensions.length)];
    return switch (kind) {
      case SOURCE ->
          switch (extension) {
            case "java", "ts" ->
                capital(word(random)) + capital(word(random)) + capital(word(random));
            case "md", "txt", "yml" -> word(random);
            default -> word(random) + "_" + word(random);
          }
              + "."
              + extension;
      case LIBRARY ->
          switch (extension) {
            case "so" ->
                "lib%s%s.so.%d.%d.%d"
                    .formatted(
                        word(random),
                        word(random),
                        random.nextInt(9),
                        random.nextInt(20),
                        random.nextInt(9));
            case "pyc" -> word(random) + "_" + word(random) + ".cpython-311.pyc";
            default -> "lib" + word(random) + "-" + word(random) + "." + extension;
          };
      case MANUAL -> word(random) + "-" + word(random) + "." + extension;
      case TEXTURE ->
          "%s_%s_%s_%dk_v%03d.%s"
              .formatted(
                  name,
                  word(random),
                  random.nextBoolean() ? "diffuse" : "normal",
                  1 << random.nextInt(4),
                  random.nextInt(1, 12),
                  extension);
      case OBJECT -> hex(random, 38);
      case PHOTO -> "IMG_%04d.%s".formatted(1200 + number, extension);
      case CACHE -> word(random) + "-" + hex(random, 12) + "." + extension;
    };
  }

  private static String directoryName(SplittableRandom random, Kind kind) {
    return switch (kind) {
      case OBJECT -> hex(random, 2);
      case PHOTO ->
          "2026-%02d-%02d_%s".formatted(random.nextInt(1, 13), random.nextInt(1, 29), word(random));
      case LIBRARY -> word(random) + "-" + random.nextInt(9) + "." + random.nextInt(20);
      default -> random.nextInt(3) == 0 ? word(random) + "_" + word(random) : word(random);
    };
  }
}
