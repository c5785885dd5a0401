@NullMarked
package io.scanfleet.testing;

import org.jspecify.annotations.NullMarked;
