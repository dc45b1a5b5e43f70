package dev.postbus.sample;

import java.util.Iterator;
import java.util.List;

/**
 * What was asked for on the command line.
 *
 * @param redis whether the shop runs on Redis rather than in this process
 * @param orders how many orders are placed
 * @param workers how many worker processes share the work on Redis
 * @param help whether only the help is wanted
 */
record Arguments(boolean redis, int orders, int workers, boolean help) {

  static final String HELP =
      """
      A small shop on Postbus: orders, payments, notifications, analytics, invoices.

      usage: ./sample [local] [--orders N]                    everything in this process, without Redis
             ./sample redis [--workers N] [--orders N]        on Redis, shared by N worker processes
             ./sample --help

        --orders N     how many orders are placed, 1 to 1,000,000; default 5
        --workers N    how many worker processes, 1 to 16; default 2

      It shows priorities, a delayed event, two handlers of one event, a retry that succeeds, a dead letter
      and its redrive, counts what the handlers did, and ends by itself. Of many orders it tells the first 5.

      On Redis it takes the one that REDIS_HOST and REDIS_PORT (or REDISSON_CONFIG) name, else one that
      answers on 127.0.0.1:6379, else it starts one of its own. It uses a namespace of its own and removes it.

      exit code: 0 done, 1 it could not be done, 2 wrong arguments
      """;

  private static final int DEFAULT_ORDERS = 5;
  private static final int DEFAULT_WORKERS = 2;
  private static final int MOST_ORDERS = 1_000_000;
  private static final int MOST_WORKERS = 16;

  /**
   * Reads the arguments.
   *
   * @throws SampleException saying which is wrong and what is accepted
   */
  static Arguments parse(List<String> arguments) {
    boolean redis = false;
    boolean adapterGiven = false;
    int orders = DEFAULT_ORDERS;
    int workers = 0;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      switch (argument) {
        case "--help", "-h", "help" -> {
          return new Arguments(false, DEFAULT_ORDERS, DEFAULT_WORKERS, true);
        }
        case "local", "redis" -> {
          if (adapterGiven) {
            throw SampleException.usage("\"%s\" is one adapter too many".formatted(argument));
          }
          adapterGiven = true;
          redis = argument.equals("redis");
        }
        case "--orders" -> orders = number(argument, rest, MOST_ORDERS);
        case "--workers" -> workers = number(argument, rest, MOST_WORKERS);
        default -> throw SampleException.usage("unknown argument \"%s\"".formatted(argument));
      }
    }
    if (workers > 0 && !redis) {
      throw SampleException.usage(
          "--workers is for Redis only: ./sample redis --workers " + workers);
    }
    return new Arguments(redis, orders, workers > 0 ? workers : DEFAULT_WORKERS, false);
  }

  private static int number(String argument, Iterator<String> rest, int most) {
    if (!rest.hasNext()) {
      throw SampleException.usage(
          "%s lacks its number; give a whole one from 1 to %,d".formatted(argument, most));
    }
    String text = rest.next();
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // The message below says it.
    }
    throw SampleException.usage(
        "%s is \"%s\"; give a whole number from 1 to %,d".formatted(argument, text, most));
  }
}
