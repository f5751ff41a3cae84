using Microsoft.AspNetCore.Builder;

namespace Linli.Platform.Http;

/// <summary>Zero bytes in an address mean nothing to anybody and break a search in PostgreSQL: they are left out.</summary>
internal static class ZeroBytes
{
    /// <summary>Takes them out of the query string.</summary>
    public static IApplicationBuilder UseQueryWithoutZeroBytes(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.QueryString.Value is { } query && query.Contains("%00", StringComparison.Ordinal))
            context.Request.QueryString = new(query.Replace("%00", "", StringComparison.Ordinal));
        return next(context);
    });
}
