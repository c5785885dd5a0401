package io.scanfleet.amqp;

/** Event: another process holds what this one needs for itself alone, so this one cannot work. */
public record ExclusiveUseRefused() {}
