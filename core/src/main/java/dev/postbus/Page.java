package dev.postbus;

import java.util.List;

/**
 * What one step of a search has found.
 *
 * @param items what was found, in the order of what was searched
 * @param next where the next step goes on, -1 when all has been looked at
 * @param looked how many were looked at in this step
 * @param total how many there are to look at in all
 * @param <T> what is searched
 */
public record Page<T>(List<T> items, long next, long looked, long total) {

  /** Copies the items. */
  public Page {
    items = List.copyOf(items);
  }
}
