package io.scanfleet.agent.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.testing.RawPath;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinuxReaderTest extends WalkContract {

  @Override
  DirectoryReader reader() {
    assertThat(LinuxReader.isSupported()).isTrue();
    return new LinuxReader();
  }

  @Override
  boolean seesEverything() {
    return true;
  }

  @Test
  void aChainOfTenThousandDirectoriesIsWalkedToTheEnd() throws Exception {
    Process shell =
        new ProcessBuilder(
                "sh",
                "-c",
                "p=$(printf 'd/%.0s' $(seq 1000));"
                    + " for step in 1 2 3 4 5 6 7 8 9 10; do mkdir -p $p && cd -P $p || exit 1; done")
            .directory(disk.path().toFile())
            .start();
    if (!shell.waitFor(60, TimeUnit.SECONDS) || shell.exitValue() != 0) {
      throw new IOException("the chain cannot be made");
    }
    Found found = walk(disk.path(), 4);
    assertThat(found.entered).hasSize(10_001);
    assertThat(found.entered).contains(new RawPath("d" + "/d".repeat(9_999)));
  }
}
