using Microsoft.AspNetCore.Http;

namespace Linli.Scim.Speak;

/// <summary>Where clients reach this gateway: part of what a resource says, and so of its version.</summary>
internal sealed class WhereItIs(IHttpContextAccessor http)
{
    public string Base => http.HttpContext is { } context ? new Visit(context).Base : Desk.Root;
}
