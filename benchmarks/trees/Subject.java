/**
 * A gateway that has stored trees, and where.
 *
 * @param stored the trees; questions are about the last
 * @param shape of all of them
 * @param wantedFiles what the last was asked to have, about
 */
record Subject(
    GatewayProcess gateway, Database database, Stored stored, Shape shape, long wantedFiles) {

  /** The address of the last tree, without a slash at its end. */
  String scan() {
    return "/api/v1/scans/" + stored.batch();
  }

  /** User and system time of the gateway and the database server, so far. */
  double cpuSeconds() {
    return gateway.process.cpuSeconds() + database.serverCpuSeconds();
  }
}
