/**
 * A small shop, written as an application on Postbus is: events as records, handlers as annotated
 * methods, a service that emits. Start with {@link dev.postbus.sample.shop.OrderService}.
 */
@NullMarked
package dev.postbus.sample.shop;

import org.jspecify.annotations.NullMarked;
