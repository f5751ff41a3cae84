using Microsoft.AspNetCore.Http;

namespace Linli.Web;

/// <summary>Statuses of pages that say themselves what is wrong.</summary>
public static class PageStatus
{
    /// <summary>
    /// 404, with the page's own words. Set when the answer leaves: set earlier, the framework throws the page away and asks
    /// for the general error page.
    /// </summary>
    public static void NotFound(HttpContext context) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
