/** How the page's files reach browsers. */
@NullMarked
package io.scanfleet.gateway.page;

import org.jspecify.annotations.NullMarked;
