package io.scanfleet.agent.walk;

class PortableReaderTest extends WalkContract {

  @Override
  DirectoryReader reader() {
    return new PortableReader();
  }

  @Override
  boolean seesEverything() {
    return false;
  }
}
