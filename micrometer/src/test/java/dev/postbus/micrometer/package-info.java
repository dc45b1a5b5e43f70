/** Tests of the meters, through a scrape as Prometheus makes it. */
@NullMarked
package dev.postbus.micrometer;

import org.jspecify.annotations.NullMarked;
