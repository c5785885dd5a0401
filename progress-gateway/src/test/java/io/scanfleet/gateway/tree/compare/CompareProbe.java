package io.scanfleet.gateway.tree.compare;

import io.scanfleet.gateway.tree.TreeOrder;
import io.scanfleet.gateway.tree.TreePath;
import java.util.List;
import org.springframework.context.ApplicationContext;

/** Compares stored trees, for tests of other packages. */
public final class CompareProbe {

  private CompareProbe() {}

  /** What has changed in a directory of two completed trees: names with how, in order. */
  public static List<String> changes(
      ApplicationContext context, long older, long newer, TreePath path) {
    EntrySelection.Query query =
        new EntrySelection.Query(
            new TreeOrder(TreeOrder.Sort.NAME, false), null, 1000, false, false);
    return new TreeComparer(context.getBean(ComparedRows.class))
            .compare(
                new ComparedTree(older, true, true),
                new ComparedTree(newer, true, true),
                path,
                query)
            .orElseThrow()
            .entries()
            .stream()
            .map(each -> each.entry().name() + " " + each.entry().change())
            .toList();
  }
}
