using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linli.Web;

/// <summary>What the component kit asks of the application.</summary>
public static class LinliWeb
{
    /// <summary>
    /// The content security policy under which every page and script of the kit works: nothing from another host,
    /// nothing inline.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Writes Chinese as it is instead of as numbers, which more than halves a page.</summary>
    public static IServiceCollection AddLinliWeb(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton(HtmlEncoder.Create(UnicodeRanges.All)));
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }
}
