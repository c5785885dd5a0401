/** The description of the HTTP interface at {@code /v3/api-docs}, made from the code. */
@NullMarked
package io.scanfleet.gateway.openapi;

import org.jspecify.annotations.NullMarked;
