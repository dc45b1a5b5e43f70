/** The sample as a user sees it: its output, its exit code, what it leaves behind. */
@NullMarked
package dev.postbus.sample;

import org.jspecify.annotations.NullMarked;
