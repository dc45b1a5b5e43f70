@NullMarked
package dev.postbus.cli;

import org.jspecify.annotations.NullMarked;
