/** What a tree adds up to: findings made while its pages arrive, and the reports told from them. */
@NullMarked
package io.scanfleet.gateway.tree.report;

import org.jspecify.annotations.NullMarked;
