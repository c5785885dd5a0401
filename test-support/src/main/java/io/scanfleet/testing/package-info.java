/**
 * What the tests of all modules share: real servers to talk to, trees on disk to scan, and
 * witnesses that share no code with what they check.
 */
@NullMarked
package io.scanfleet.testing;

import org.jspecify.annotations.NullMarked;
