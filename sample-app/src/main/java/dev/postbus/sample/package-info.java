/** A small shop that runs on Postbus; what {@code ./sample} starts. */
@NullMarked
package dev.postbus.sample;

import org.jspecify.annotations.NullMarked;
