/** What is going on, in one line of the standard error that is overwritten. */
final class Progress {

  private String subject = "";

  /** Everything said from now on is of this. */
  void of(String scenario, String server) {
    subject = scenario + ", " + server + ": ";
    say("starting");
  }

  void say(String what) {
    System.err.print("\r\033[K" + subject + what);
  }

  void clear() {
    System.err.print("\r\033[K");
  }
}
