import { join } from 'node:path'
import { host } from './probe.js'

export const cassandraVersion = '5.0.9'

/** Maven's description of what to fetch: the server without other programs' drivers and other systems' libraries. */
export const cassandraPom = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>mqtt-offline-inspector</groupId>
  <artifactId>cassandra</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.cassandra</groupId>
      <artifactId>cassandra-all</artifactId>
      <version>${cassandraVersion}</version>
      <exclusions>
${[
  'org.apache.cassandra:cassandra-driver-core',
  'org.gridkit.jvmtool:*',
  'io.netty:netty-tcnative-boringssl-static',
  'io.netty:netty-transport-classes-kqueue',
  'io.netty:netty-transport-native-kqueue',
  'io.netty:netty-resolver-dns-native-macos'
]
  .map((name) => name.split(':'))
  .map(
    ([group, artifact]) =>
      `        <exclusion><groupId>${group}</groupId><artifactId>${artifact}</artifactId></exclusion>`
  )
  .join('\n')}
      </exclusions>
    </dependency>
  </dependencies>
</project>
`

/** Sized for one machine that has other work to do. JSON is YAML. */
export function cassandraYaml(folder: string, port: number, storagePort: number): string {
  return JSON.stringify({
    cluster_name: 'local',
    num_tokens: 1,
    initial_token: '0',
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    authenticator: 'PasswordAuthenticator',
    authorizer: 'CassandraAuthorizer',
    seed_provider: [
      {
        class_name: 'org.apache.cassandra.locator.SimpleSeedProvider',
        parameters: [{ seeds: `${host}:${String(storagePort)}` }]
      }
    ],
    listen_address: host,
    rpc_address: host,
    storage_port: storagePort,
    start_native_transport: true,
    native_transport_port: port,
    endpoint_snitch: 'SimpleSnitch',
    auto_bootstrap: false,
    data_file_directories: [join(folder, 'data')],
    commitlog_directory: join(folder, 'commitlog'),
    saved_caches_directory: join(folder, 'saved_caches'),
    hints_directory: join(folder, 'hints'),
    cdc_raw_directory: join(folder, 'cdc_raw'),
    // A write is answered when it is on disk: what was acknowledged has to be there after a kill.
    commitlog_sync: 'batch',
    commitlog_segment_size: '8MiB',
    commitlog_total_space: '256MiB',
    cdc_enabled: false,
    hinted_handoff_enabled: false,
    disk_failure_policy: 'stop',
    commit_failure_policy: 'stop',
    disk_optimization_strategy: 'ssd',
    memtable_heap_space: '128MiB',
    memtable_offheap_space: '128MiB',
    memtable_allocation_type: 'heap_buffers',
    file_cache_size: '64MiB',
    networking_cache_size: '32MiB',
    key_cache_size: '16MiB',
    row_cache_size: '0MiB',
    counter_cache_size: '0MiB',
    prepared_statements_cache_size: '10MiB',
    concurrent_reads: 8,
    concurrent_writes: 64,
    concurrent_counter_writes: 2,
    concurrent_materialized_view_writes: 2,
    concurrent_compactors: 1,
    memtable_flush_writers: 1,
    auto_snapshot: false,
    snapshot_before_compaction: false,
    write_request_timeout: '10s',
    read_request_timeout: '10s',
    range_request_timeout: '20s',
    truncate_request_timeout: '60s',
    request_timeout: '20s'
  })
}

export const cassandraLogback = `<configuration>
  <appender name="STDOUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%-5level %date{ISO8601} %F:%L - %msg%n</pattern></encoder>
  </appender>
  <root level="WARN"><appender-ref ref="STDOUT"/></root>
</configuration>
`

/** What of Java's inner parts Cassandra uses; its own launcher opens the same. */
const exported = [
  'java.base/jdk.internal.misc',
  'java.base/jdk.internal.ref',
  'java.base/sun.nio.ch',
  'java.base/java.lang.ref',
  'java.base/java.lang.reflect',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.rmi/sun.rmi.transport.tcp',
  'java.sql/java.sql',
  'jdk.attach/sun.tools.attach',
  'jdk.unsupported/sun.misc',
  'jdk.compiler/com.sun.tools.javac.file'
]
const opened = [
  'java.base/sun.nio.ch',
  'java.base/java.io',
  'java.base/java.lang',
  'java.base/java.lang.module',
  'java.base/java.lang.reflect',
  'java.base/java.math',
  'java.base/java.net',
  'java.base/java.nio',
  'java.base/java.nio.charset',
  'java.base/java.nio.file.spi',
  'java.base/java.util',
  'java.base/java.util.concurrent',
  'java.base/java.util.concurrent.atomic',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.util',
  'java.base/jdk.internal.util.jar',
  'java.base/jdk.internal.vm',
  'java.rmi/sun.rmi.transport.tcp',
  'jdk.compiler/com.sun.tools.javac',
  'jdk.management/com.sun.management.internal'
]

/** Arguments of Java that hold for any way of starting it. */
export function cassandraProperties(folder: string): string[] {
  return [
    `-Dcassandra.config=file://${join(folder, 'cassandra.yaml')}`,
    `-Dcassandra.storagedir=${folder}`,
    `-Dcassandra.logdir=${folder}`,
    `-Dlogback.configurationFile=file://${join(folder, 'logback.xml')}`,
    // A single node has nobody to wait for.
    '-Dcassandra.skip_wait_for_gossip_to_settle=0',
    '-Dcassandra.ring_delay_ms=0',
    '-Dcassandra.superuser_setup_delay_ms=0',
    '-Dcassandra.shutdown_announce_in_ms=0',
    '-Dcassandra.auth_bcrypt_gensalt_log2_rounds=4',
    '-Dchronicle.analytics.disable=true',
    '-Dchronicle.announcer.disable=true'
  ]
}

/** The arguments of Java that start the server from its jars. */
export function javaArguments(jars: string, folder: string): string[] {
  return [
    '-Xms256m',
    '-Xmx768m',
    '-Xss512k',
    '-XX:+UseSerialGC',
    '-XX:+ExitOnOutOfMemoryError',
    '-XX:-UsePerfData',
    '-XX:MaxDirectMemorySize=512m',
    '-Dfile.encoding=UTF-8',
    '-Djava.net.preferIPv4Stack=true',
    '-Djava.awt.headless=true',
    '-Dio.netty.tryReflectionSetAccessible=true',
    '-Djdk.attach.allowAttachSelf=true',
    '-Dcassandra-foreground=yes',
    ...exported.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...opened.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
    ...cassandraProperties(folder),
    '-cp',
    join(jars, '*'),
    'org.apache.cassandra.service.CassandraDaemon'
  ]
}
