package io.scanfleet.gateway.batch;

import io.scanfleet.model.BatchId;

/**
 * Event within this gateway: a batch was opened, began, ended or was deleted here; the database
 * already tells.
 */
public record BatchChanged(BatchId batch) {}
