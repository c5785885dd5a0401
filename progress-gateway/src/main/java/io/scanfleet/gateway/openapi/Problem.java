package io.scanfleet.gateway.openapi;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An error, as RFC 9457 has it.
 *
 * @param type what kind of problem it is, for programs, such as {@code
 *     urn:scanfleet:problem:unknown-agent}; left out where the status says it all
 * @param title what kind of problem it is, for people
 * @param status the HTTP status code, a number
 * @param detail what is wrong and what to do
 * @param instance the path that was asked for
 * @param field the part of the request at fault; left out if it is none
 */
record Problem(
    @Nullable URI type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @Nullable String field) {}
