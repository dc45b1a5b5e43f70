/**
 * The bus in one process, for development and tests: the same engine and contract as on Redis, on a
 * store in memory. Start at {@link dev.postbus.local.LocalEventBus}.
 */
@NullMarked
package dev.postbus.local;

import org.jspecify.annotations.NullMarked;
