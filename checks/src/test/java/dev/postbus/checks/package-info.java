/** What the checks share: where the project's files are. */
@NullMarked
package dev.postbus.checks;

import org.jspecify.annotations.NullMarked;
