/**
 * The engine that every adapter shares, for authors of adapters; unstable between minor versions.
 *
 * <p>Core decides, adapters act: the engine routes, dispatches and decides what becomes of each
 * delivery; an adapter implements {@link dev.postbus.engine.EventStore} and is handed to the engine
 * bus. Start there.
 */
@NullMarked
package dev.postbus.engine;

import org.jspecify.annotations.NullMarked;
