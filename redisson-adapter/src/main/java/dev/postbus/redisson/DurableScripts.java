package dev.postbus.redisson;

import dev.postbus.Durability;
import dev.postbus.engine.NotStoredException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RScript.ReturnType;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisClient;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.RedisCommand;
import org.redisson.client.protocol.RedisCommands;
import org.redisson.connection.ConnectionManager;
import org.redisson.connection.MasterSlaveEntry;

/**
 * Runs a script and waits until replicas or disks have what it wrote. Redis counts what one
 * connection has written, so both go over one that nobody else uses meanwhile; and they are never
 * sent again from here, because on another connection the wait alone would confirm everything.
 * Thread-safe; nothing blocks.
 *
 * <p>Redisson's batches can do this too, but send a wait again on another connection, and cannot
 * wait for the disk of a primary without replicas.
 */
final class DurableScripts {

  /** What a script answered, and why it is not as durable as it should be, if so. */
  record Answer(List<Object> reply, @Nullable String problem) {}

  private static final RedisCommand<List<Object>> EVALSHA = command("EVALSHA");
  private static final RedisCommand<List<Object>> EVAL = command("EVAL");

  private static final String ENDED = "the connection ended before Redis had answered";

  private final @Nullable ConnectionManager connections;
  private final Function<String, String> names;
  private final Replicas replicas;
  private final Duration patience;
  private final long timeoutMillis;

  /** The node that was last seen to be able to wait for its disk. */
  private volatile @Nullable RedisClient ableToSync;

  /**
   * Creates the runner.
   *
   * @param patience how long to wait for confirmations
   * @param timeout how long Redis may take for anything else
   */
  DurableScripts(RedissonClient client, Duration patience, Duration timeout) {
    this.connections =
        client instanceof Redisson redisson
            ? redisson.getCommandExecutor().getConnectionManager()
            : null;
    this.names = name -> client.getConfig().getNameMapper().map(name);
    this.replicas = new Replicas(client, timeout);
    this.patience = patience;
    this.timeoutMillis = timeout.toMillis();
  }

  @SuppressWarnings("unchecked")
  private static RedisCommand<List<Object>> command(String name) {
    return new RedisCommand<>((RedisCommand<List<Object>>) ReturnType.LIST.getCommand(), name);
  }

  /** Runs the script; fails with {@link NotStoredException} when it cannot be made durable. */
  CompletionStage<Answer> run(
      Durability durability, Script script, List<Object> keys, Object... arguments) {
    if (connections == null) {
      throw new NotStoredException(
          "durability %s needs a client made by Redisson.create; the one of this bus is wrapped in another"
              .formatted(durability));
    }
    int slot = connections.calcSlot(names.apply((String) keys.get(0)));
    MasterSlaveEntry primary = connections.getWriteEntry(slot);
    if (primary == null) {
      return CompletableFuture.failedStage(new RedisException("no primary has the slot now"));
    }
    return primary
        .connectionWriteOp(EVALSHA)
        .thenCompose(
            connection ->
                on(connection, durability, script, parameters(keys, arguments))
                    .whenComplete((answer, failure) -> release(primary, connection, failure)));
  }

  /** A connection that still owes an answer is of no use to the next who takes it. */
  private static void release(
      MasterSlaveEntry primary, RedisConnection connection, @Nullable Throwable failure) {
    if (failure != null && Scripts.cause(failure) instanceof RedisTimeoutException) {
      connection.forceFastReconnectAsync();
    }
    primary.releaseWrite(connection);
  }

  private List<Object> parameters(List<Object> keys, Object... arguments) {
    List<Object> parameters = new ArrayList<>(2 + keys.size() + arguments.length);
    parameters.add(keys.size());
    keys.forEach(key -> parameters.add(names.apply((String) key)));
    parameters.addAll(List.of(arguments));
    return parameters;
  }

  private CompletionStage<Answer> on(
      RedisConnection connection, Durability durability, Script script, List<Object> parameters) {
    return replicas
        .of(connection)
        .thenCompose(count -> checked(connection, durability, count))
        .thenCompose(
            wait ->
                send(connection, wait, EVALSHA, script.sha(), parameters)
                    .handle(
                        (answer, failure) ->
                            failure != null
                                    && Scripts.cause(failure) instanceof RedisNoScriptException
                                ? send(connection, wait, EVAL, script.text(), parameters)
                                : completed(answer, failure))
                    .thenCompose(stage -> stage));
  }

  private static <T> CompletionStage<T> completed(T value, @Nullable Throwable failure) {
    return failure == null
        ? CompletableFuture.completedStage(value)
        : CompletableFuture.failedStage(failure);
  }

  /** Refuses what cannot be, before anything is stored. */
  private CompletionStage<DurableWait> checked(
      RedisConnection connection, Durability durability, int count) {
    DurableWait wait = DurableWait.of(durability, count, patience);
    if (durability != Durability.SYNCED || ableToSync == connection.getRedisClient()) {
      return CompletableFuture.completedStage(wait);
    }
    return ask(connection, timeoutMillis, RedisCommands.WAITAOF, 1, 0, 1)
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                throw DurableWait.refusal(failure);
              }
              ableToSync = connection.getRedisClient();
              return wait;
            });
  }

  /** Sends both at once; ends when both are answered, so that the connection is free again. */
  private CompletionStage<Answer> send(
      RedisConnection connection,
      DurableWait wait,
      RedisCommand<List<Object>> command,
      String script,
      List<Object> parameters) {
    List<Object> all = new ArrayList<>(1 + parameters.size());
    all.add(script);
    parameters.forEach(parameter -> all.add(encoded(parameter)));
    CompletableFuture<List<Object>> stored =
        connection
            .<List<Object>, List<Object>>async(
                timeoutMillis, ScriptCodec.INSTANCE, command, all.toArray())
            .toCompletableFuture();
    CompletableFuture<Object> waited =
        ask(connection, timeoutMillis + patience.toMillis(), wait.command(), wait.parameters())
            .toCompletableFuture();
    // Redisson lets what was sent on a connection that ends run into its timeout.
    ChannelFutureListener ended =
        channel -> {
          stored.completeExceptionally(new RedisConnectionException(ENDED));
          waited.completeExceptionally(new RedisConnectionException(ENDED));
        };
    ChannelFuture end = connection.getChannel().closeFuture();
    end.addListener(ended);
    CompletableFuture<String> problem = waited.handle(wait::problem);
    return CompletableFuture.allOf(
            stored.handle((reply, failure) -> null), problem.handle((text, failure) -> null))
        .thenCompose(both -> stored)
        .thenCombine(problem, (reply, text) -> new Answer(reply, text.isEmpty() ? null : text))
        .whenComplete((answer, failure) -> end.removeListener(ended));
  }

  @SuppressWarnings("unchecked")
  private static CompletionStage<Object> ask(
      RedisConnection connection, long millis, RedisCommand<?> command, Object... parameters) {
    return connection.async(
        millis, StringCodec.INSTANCE, (RedisCommand<Object>) command, parameters);
  }

  private static Object encoded(Object parameter) {
    if (parameter instanceof String || parameter instanceof Number) {
      return parameter;
    }
    try {
      return ScriptCodec.INSTANCE.getValueEncoder().encode(parameter);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
