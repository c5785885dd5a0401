package io.scanfleet.agent.walk;

/** What Linux's error numbers mean to a walk and to people. */
final class Errno {

  static final int EPERM = 1;
  static final int EINTR = 4;
  private static final int ENOENT = 2;
  private static final int ENOTDIR = 20;
  private static final int ELOOP = 40;

  private Errno() {}

  /** Whether what was asked for is no longer there, or no longer what it was. */
  static boolean meansGone(int errno) {
    return errno == ENOENT || errno == ENOTDIR || errno == ELOOP;
  }

  static DirectoryException asException(int errno) {
    return new DirectoryException(describe(errno), meansGone(errno));
  }

  /** As the C library says it. */
  static String describe(int errno) {
    return switch (errno) {
      case EPERM -> "Operation not permitted";
      case ENOENT -> "No such file or directory";
      case EINTR -> "Interrupted system call";
      case 5 -> "Input/output error";
      case 12 -> "Cannot allocate memory";
      case 13 -> "Permission denied";
      case ENOTDIR -> "Not a directory";
      case 23 -> "Too many open files in system";
      case 24 -> "Too many open files";
      case 36 -> "File name too long";
      case ELOOP -> "Too many levels of symbolic links";
      case 75 -> "Value too large for defined data type";
      case 107 -> "Transport endpoint is not connected";
      case 110 -> "Connection timed out";
      case 112 -> "Host is down";
      case 116 -> "Stale file handle";
      case 117 -> "Structure needs cleaning";
      default -> "Error " + errno;
    };
  }
}
