package dev.postbus.sample;

import dev.postbus.sample.shop.Pace;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was asked for on the command line.
 *
 * @param redis whether the shop runs on Redis rather than in this process
 * @param orders how many orders are placed
 * @param workers how many worker processes share the work on Redis
 * @param help whether only the help is wanted
 * @param show how the story is shown in the dashboard, when it is
 */
record Arguments(boolean redis, int orders, int workers, boolean help, Optional<Show> show) {

  /**
   * A story in the dashboard.
   *
   * @param port where it is to listen; empty for the usual one, or else a free one
   * @param limit when the story ends by itself
   */
  record Show(OptionalInt port, Duration limit) {}

  static final String HELP =
      """
      A small shop on Postbus: orders, payments, notifications, analytics, invoices.

      usage: ./sample [local] [--orders N]                    everything in this process, without Redis
             ./sample redis [--workers N] [--orders N]        on Redis, shared by N worker processes
             ./sample [local|redis] --dashboard [...]         the same at a pace for people, in the browser
             ./sample --help

        --orders N     how many orders are placed, 1 to 1,000,000; default 5, with --dashboard no end of them
        --workers N    how many worker processes, 1 to 16; default 2
        --dashboard    opens the dashboard and goes on until Ctrl-C
        --port N       the port of the dashboard; default 8420, or a free one when that is taken
        --seconds N    ends the dashboard and the shop after so long, 1 to 86,400; default 600 when the
                       output is not a terminal, else 86,400

      It shows priorities, a delayed event, two handlers of one event, a retry that succeeds, a dead letter
      and its redrive, counts what the handlers did, and ends by itself. Of many orders it tells the first 5.

      With --dashboard two orders per second flow. Now and then a customer mistypes an address and the
      confirmation ends in the dead letters: when support has corrected it, redrive it in the browser. The
      terminal says when and where, and notices it. Only this machine can reach the dashboard.

      On Redis it takes the one that REDIS_HOST and REDIS_PORT (or REDISSON_CONFIG) name, else one that
      answers on 127.0.0.1:6379, else it starts one of its own. It uses a namespace of its own and removes it.

      exit code: 0 done, 1 it could not be done, 2 wrong arguments
      """;

  private static final int DEFAULT_ORDERS = 5;
  private static final int DEFAULT_WORKERS = 2;
  private static final int MOST_ORDERS = 1_000_000;
  private static final int MOST_WORKERS = 16;
  private static final int LAST_PORT = 65_535;
  private static final int DAY = 86_400;
  private static final int UNWATCHED = 600;

  /**
   * Reads the arguments.
   *
   * @param watched whether somebody is likely to see the output
   * @throws SampleException saying which is wrong and what is accepted
   */
  static Arguments parse(List<String> arguments, boolean watched) {
    Optional<Boolean> redis = Optional.empty();
    boolean dashboard = false;
    OptionalInt orders = OptionalInt.empty();
    OptionalInt workers = OptionalInt.empty();
    OptionalInt port = OptionalInt.empty();
    OptionalInt seconds = OptionalInt.empty();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      switch (argument) {
        case "--help", "-h", "help" -> {
          return new Arguments(false, DEFAULT_ORDERS, DEFAULT_WORKERS, true, Optional.empty());
        }
        case "local", "redis" -> {
          if (redis.isPresent()) {
            throw SampleException.usage("\"%s\" is one adapter too many".formatted(argument));
          }
          redis = Optional.of(argument.equals("redis"));
        }
        case "--dashboard" -> dashboard = true;
        case "--orders" -> orders = number(argument, rest, MOST_ORDERS);
        case "--workers" -> workers = number(argument, rest, MOST_WORKERS);
        case "--port" -> port = number(argument, rest, LAST_PORT);
        case "--seconds" -> seconds = number(argument, rest, DAY);
        default -> throw SampleException.usage("unknown argument \"%s\"".formatted(argument));
      }
    }
    if (workers.isPresent() && !redis.orElse(false)) {
      throw SampleException.usage(
          "--workers is for Redis only: ./sample redis --workers " + workers.getAsInt());
    }
    if (!dashboard && (port.isPresent() || seconds.isPresent())) {
      throw SampleException.usage(
          (port.isPresent() ? "--port" : "--seconds") + " is for --dashboard only");
    }
    Show show = new Show(port, Duration.ofSeconds(seconds.orElse(watched ? DAY : UNWATCHED)));
    return new Arguments(
        redis.orElse(false),
        orders.orElse(dashboard ? MOST_ORDERS : DEFAULT_ORDERS),
        workers.orElse(DEFAULT_WORKERS),
        false,
        dashboard ? Optional.of(show) : Optional.empty());
  }

  /** Returns how fast the shop is. */
  Pace pace() {
    return show.isPresent() ? Pace.HUMAN : Pace.QUICK;
  }

  private static OptionalInt number(String argument, Iterator<String> rest, int most) {
    if (!rest.hasNext()) {
      throw SampleException.usage(
          "%s lacks its number; give a whole one from 1 to %,d".formatted(argument, most));
    }
    String text = rest.next();
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return OptionalInt.of(number);
      }
    } catch (NumberFormatException notANumber) {
      // The message below says it.
    }
    throw SampleException.usage(
        "%s is \"%s\"; give a whole number from 1 to %,d".formatted(argument, text, most));
  }
}
