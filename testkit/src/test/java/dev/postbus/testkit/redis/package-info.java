@NullMarked
package dev.postbus.testkit.redis;

import org.jspecify.annotations.NullMarked;
