/**
 * A web page about one bus: a small HTTP server with a JSON API, a live stream and the page itself.
 * Start with {@code Dashboard}; {@code FrontDoor} is where every request comes in.
 */
@NullMarked
package dev.postbus.dashboard;

import org.jspecify.annotations.NullMarked;
