package io.scanfleet.agent.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class VolumeTest {

  private static final String MOUNTS =
      """
      22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
      30 22 254:2 / /vol/my\\040show rw,relatime - xfs /dev/vdb rw
      31 22 254:1 /srv/part /vol/bound rw,relatime - ext4 /dev/vda1 rw
      32 22 0:44 / /vol/twice rw - tmpfs tmpfs rw
      33 22 254:1 /srv /vol/twice rw - ext4 /dev/vda1 rw
      """;

  @Test
  void aVolumeIsWhatIsMountedFromItsRoot() {
    assertThat(Volume.isWholeVolume("/", MOUNTS)).isTrue();
    assertThat(Volume.isWholeVolume("/vol/my show", MOUNTS)).isTrue();
    assertThat(Volume.isWholeVolume("/vol/bound", MOUNTS)).as("part of another").isFalse();
    assertThat(Volume.isWholeVolume("/vol/twice", MOUNTS)).as("the last mount counts").isFalse();
    assertThat(Volume.isWholeVolume("/vol", MOUNTS)).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDirectoryInAVolumeHasNoInodesOfItsOwn() {
    assertThat(Volume.usedInodes(Path.of("/proc/self"))).isEmpty();
    assertThat(Volume.usedInodes(Path.of("/usr/share"))).isEmpty();
  }
}
