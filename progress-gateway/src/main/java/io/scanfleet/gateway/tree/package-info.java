/** Storing trees and browsing them. */
@NullMarked
package io.scanfleet.gateway.tree;

import org.jspecify.annotations.NullMarked;
