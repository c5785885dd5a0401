import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Trees as ncdu would export them, written as they are made up: nothing is held, and the same
 * numbers give the same tree.
 */
final class MadeUpTree {

  static final int FILES_OF_A_VERSION = 100;
  static final int VERSIONS = 10;
  static final String[] TASKS = {"anim", "comp", "fx", "lighting", "roto"};
  static final int SHOTS = 20;

  /** Where the first shot lies. */
  static final String SHOT = "sq0010/sh0010";

  private static final int FILES_OF_A_SEQUENCE =
      FILES_OF_A_VERSION * VERSIONS * TASKS.length * SHOTS;
  private static final int BUFFER = 1 << 16;
  private static final int LETTERS = 26;
  private static final int NAME_LETTERS = 8;
  private static final long MTIME = 1_790_000_000L;

  private final OutputStream out;
  private final SplittableRandom random = new SplittableRandom(6);
  private final StringBuilder text = new StringBuilder(2 * BUFFER);
  private long inode = 100_000;

  private MadeUpTree(OutputStream out) {
    this.out = out;
  }

  /**
   * A show: editorial sequences, shots, tasks, versions with an image sequence of 100 frames each.
   *
   * @param files at least this many
   */
  static StandaloneProcess.Export show(long files) {
    return out -> new MadeUpTree(out).writeShow(files);
  }

  /** One directory of files whose names have no number. */
  static StandaloneProcess.Export flat(int files) {
    return out -> new MadeUpTree(out).writeFlat(files);
  }

  private void writeShow(long files) throws IOException {
    begin("/vol/show");
    long left = files;
    for (int sequence = 1; left > 0; sequence++) {
      openDirectory("sq%04d".formatted(sequence * 10));
      long sequenceFiles = Math.min(left, FILES_OF_A_SEQUENCE);
      left -= sequenceFiles;
      // Some cost ten times what others do.
      double weight = Math.pow(10, random.nextDouble());
      for (int shot = 1; sequenceFiles > 0; shot++) {
        openDirectory("sh%04d".formatted(shot * 10));
        for (String task : TASKS) {
          openDirectory(task);
          for (int version = 1; version <= VERSIONS && sequenceFiles > 0; version++) {
            openDirectory("v%03d".formatted(version));
            String name = "sh%04d_%s_v%03d.".formatted(shot * 10, task, version);
            long bytes = (long) (weight * random.nextLong(400_000, 4_000_000));
            for (int frame = 1001; frame < 1001 + FILES_OF_A_VERSION; frame++) {
              file(name + frame + ".exr", bytes + random.nextInt(50_000));
            }
            sequenceFiles -= FILES_OF_A_VERSION;
            closeDirectory();
          }
          closeDirectory();
        }
        closeDirectory();
      }
      closeDirectory();
    }
    end();
  }

  private void writeFlat(int files) throws IOException {
    begin("/vol/flat");
    for (int i = 0; i < files; i++) {
      StringBuilder name = new StringBuilder();
      for (int rest = i, letter = 0; letter < NAME_LETTERS; letter++, rest /= LETTERS) {
        name.append((char) ('a' + (rest + random.nextInt(2) * 13) % LETTERS));
      }
      // Each is there once, whatever was drawn.
      for (int rest = i; rest > 0; rest /= LETTERS) {
        name.append((char) ('a' + rest % LETTERS));
      }
      file(name + ".dat", random.nextLong(1L << random.nextInt(4, 34)));
    }
    end();
  }

  private void begin(String path) {
    text.append("[1,2,{\"progname\":\"ncdu\",\"progver\":\"1.18\",\"timestamp\":")
        .append(MTIME)
        .append("},\n[{\"name\":\"")
        .append(path)
        .append("\",\"asize\":4096,\"dsize\":4096,\"dev\":1}");
  }

  private void openDirectory(String name) {
    text.append(",\n[{\"name\":\"").append(name).append("\",\"asize\":4096,\"dsize\":4096}");
  }

  private void closeDirectory() throws IOException {
    text.append(']');
    flush();
  }

  private void file(String name, long bytes) throws IOException {
    text.append(",\n{\"name\":\"")
        .append(name)
        .append("\",\"asize\":")
        .append(bytes)
        .append(",\"dsize\":")
        .append((bytes + 4095) & -4096)
        .append(",\"ino\":")
        .append(++inode)
        .append(",\"mtime\":")
        .append(MTIME - inode % 100_000_000L)
        .append('}');
    if (text.length() > BUFFER) {
      flush();
    }
  }

  private void flush() throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    text.setLength(0);
  }

  private void end() throws IOException {
    text.append("]]\n");
    flush();
  }
}
