package io.scanfleet.gateway.tree.search;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A page of what was found.
 *
 * @param hits in no particular order; each entry comes once in all pages
 * @param summary how far the search came
 */
record SearchPage(List<SearchHit> hits, @JsonUnwrapped SearchSummary summary) {}
