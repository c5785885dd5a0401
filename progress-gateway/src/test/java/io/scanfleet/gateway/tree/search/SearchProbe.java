package io.scanfleet.gateway.tree.search;

import io.scanfleet.gateway.tree.DirectoryRows;
import io.scanfleet.gateway.tree.TreePath;
import io.scanfleet.model.entry.EntryType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.springframework.context.ApplicationContext;

/** Searches a stored tree, for tests of other packages. */
public final class SearchProbe {

  private SearchProbe() {}

  /** The paths of all entries below a directory with this in their name, in order. */
  public static List<String> paths(
      ApplicationContext context, long targetKey, TreePath top, String name) throws IOException {
    List<String> paths = new ArrayList<>();
    HitSink sink =
        new HitSink() {
          @Override
          public void hit(SearchHit hit) {
            paths.add(hit.path());
          }

          @Override
          public void pause(long directories, double progress) {}
        };
    NamePattern pattern = NamePattern.of(name.getBytes(StandardCharsets.UTF_8), false);
    try (TreeSearch search =
        new TreeSearch(context.getBean(SearchRows.class), context.getBean(DirectoryRows.class))) {
      search.search(
          new TreeSearch.Tree(targetKey, true, top),
          new SearchQuery(
              pattern, EnumSet.allOf(EntryType.class), null, null, null, null, null, false),
          Place.BEGINNING,
          Long.MAX_VALUE,
          null,
          sink);
    }
    return paths.stream().sorted().toList();
  }
}
