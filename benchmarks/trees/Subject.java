/**
 * A gateway that has stored trees, and where.
 *
 * @param stored the trees; questions are about the last
 * @param shape of all of them
 */
record Subject(GatewayProcess gateway, Database database, Stored stored, Shape shape) {

  /** The address of the last tree, without a slash at its end. */
  String scan() {
    return "/api/v1/scans/" + stored.batch();
  }

  /** User and system time of the gateway and the database server, so far. */
  double cpuSeconds() {
    return gateway.process.cpuSeconds() + database.serverCpuSeconds();
  }
}
