import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/**
 * Makes a Java trust store of a file of PEM certificates: what a network with a certificate authority of its own needs for
 * Maven to work inside an image build. {@code java TrustStore.java PEM STORE}; the password is "changeit".
 */
void main(String[] args) throws Exception {
  KeyStore store = KeyStore.getInstance("PKCS12");
  store.load(null, null);
  try (FileInputStream pem = new FileInputStream(args[0])) {
    int number = 0;
    for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
  }
  try (FileOutputStream out = new FileOutputStream(args[1])) {
    store.store(out, "changeit".toCharArray());
  }
}
