package dev.postbus.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postbus.redisson.Finding.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFindingsTest {

  private static final String GOOD =
      "redis_version:7.0.15;role:master;connected_slaves:1;aof_enabled:1;aof_last_write_status:ok;"
          + "rdb_last_bgsave_status:ok;maxmemory_policy:noeviction;used_memory:2097152;maxmemory:0;"
          + "connected_clients:3;maxclients:10000;loading:0";

  private static Finding find(String check, String info) {
    return new ServerFindings(ServerReport.of(info.replace(';', '\n')))
        .all().stream().filter(finding -> finding.check().equals(check)).findFirst().orElseThrow();
  }

  @Test
  void goodServerIsInOrderInEveryRespect() {
    assertThat(new ServerFindings(ServerReport.of(GOOD.replace(";", "\r\n"))).all())
        .containsExactly(
            Finding.ok("version", "Redis 7.0.15"),
            Finding.ok("role", "primary with 1 replica"),
            Finding.ok("persistence", "append-only file"),
            Finding.ok("eviction", "maxmemory-policy noeviction"),
            Finding.ok("memory", "2.0 MB used, no maxmemory"),
            Finding.ok("clients", "3 of at most 10000 connected"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version|redis_version:6.0.16|FAIL|Redis 6.0.16",
        "version|''|WARN|the server does not tell its version",
        "role|role:slave;master_host:db1;master_port:6379|FAIL|this is a replica, which takes no"
            + " events",
        "persistence|loading:1;aof_enabled:1|FAIL|Redis is reading its data after a start",
        "persistence|aof_enabled:1;aof_last_write_status:err|FAIL|the append-only file could not be"
            + " written",
        "persistence|aof_enabled:0;rdb_last_bgsave_status:err|FAIL|the last snapshot could not be"
            + " written",
        "persistence|aof_enabled:0|WARN|no append-only file: a crash of Redis loses what came after"
            + " its last snapshot",
        "persistence|''|WARN|the server does not tell how it persists",
        "eviction|maxmemory_policy:allkeys-lru;maxmemory:0|WARN|maxmemory-policy allkeys-lru, which"
            + " deletes nothing while there is no maxmemory",
        "eviction|maxmemory_policy:allkeys-lru;maxmemory:1;evicted_keys:7|FAIL|maxmemory-policy"
            + " allkeys-lru may delete events (7 keys evicted so far)",
        "eviction|''|WARN|the server does not tell its maxmemory-policy",
        "memory|used_memory:52428800;maxmemory:104857600|OK|50 MB of 100 MB used (50 %)",
        "memory|used_memory:83886080;maxmemory:104857600|WARN|80 MB of 100 MB used (80 %)",
        "memory|used_memory:103809024;maxmemory:104857600|FAIL|99 MB of 100 MB used (99 %)",
        "memory|used_memory:3221225472;maxmemory:0;total_system_memory:4294967296|OK|3.0 GB used,"
            + " no maxmemory",
        "memory|used_memory:3865470566;maxmemory:0;total_system_memory:4294967296|WARN|3.6 GB used,"
            + " no maxmemory, of 4.0 GB that the machine has",
        "clients|connected_clients:3|OK|3 connected",
        "clients|connected_clients:80;maxclients:100|WARN|80 of at most 100 connected",
      })
  void whatIsNotInOrderIsFound(String check, String info, Status status, String text) {
    Finding finding = find(check, info);

    assertThat(finding.text()).isEqualTo(text);
    assertThat(finding.status()).isEqualTo(status);
    assertThat(finding.advice().isEmpty()).isEqualTo(status == Status.OK);
  }
}
