package io.scanfleet.gateway.page;

import org.springframework.boot.autoconfigure.web.WebProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the page's own modules, and those of libraries under addresses without a version. Browsers
 * ask each time whether a file is still the same, by its content: the jar's files all bear the same
 * time, so after an upgrade a time would tell them nothing.
 */
@Configuration(proxyBeanMethods = false)
class PageResources implements WebMvcConfigurer {

  private final String[] locations;

  PageResources(WebProperties properties) {
    this.locations = properties.getResources().getStaticLocations();
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    serve(
        registry.addResourceHandler("/webjars/**"),
        new PreparedFiles(true),
        "classpath:/META-INF/resources/webjars/");
    serve(registry.addResourceHandler("/**"), new PreparedFiles(false), locations);
  }

  private static void serve(
      ResourceHandlerRegistration handler, PreparedFiles files, String... places) {
    handler
        .addResourceLocations(places)
        .setCacheControl(CacheControl.noCache())
        .setUseLastModified(false)
        .setEtagGenerator(PageResources::tag)
        .resourceChain(false)
        .addResolver(files);
  }

  private static String tag(Resource file) {
    return ((PreparedFile) file).tag();
  }
}
