using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Linli.Platform.Http;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

// In the namespace above all projects: it is looked through before the usings of a file, so every Map… call of ours comes here.
namespace Linli;

/// <summary>
/// Addresses of which the code that binds arguments is made at their first request. ASP.NET Core makes it for all addresses at
/// the start, which costs more of a start than anything else; what an address takes is still checked then.
/// </summary>
public static class LazyEndpoints
{
    // Routing and authorization each have all addresses made anew at a start, and tests start many servers.
    private static readonly ConcurrentDictionary<MethodInfo, IReadOnlyList<object>> Inferred = new();

    /// <inheritdoc cref="EndpointRouteBuilderExtensions.MapGet(IEndpointRouteBuilder, string, Delegate)"/>
    public static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, [HttpMethods.Get], handler);

    /// <inheritdoc cref="EndpointRouteBuilderExtensions.MapPost(IEndpointRouteBuilder, string, Delegate)"/>
    public static RouteHandlerBuilder MapPost(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, [HttpMethods.Post], handler);

    /// <inheritdoc cref="EndpointRouteBuilderExtensions.MapPut(IEndpointRouteBuilder, string, Delegate)"/>
    public static RouteHandlerBuilder MapPut(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, [HttpMethods.Put], handler);

    /// <inheritdoc cref="EndpointRouteBuilderExtensions.MapPatch(IEndpointRouteBuilder, string, Delegate)"/>
    public static RouteHandlerBuilder MapPatch(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, [HttpMethods.Patch], handler);

    /// <inheritdoc cref="EndpointRouteBuilderExtensions.MapDelete(IEndpointRouteBuilder, string, Delegate)"/>
    public static RouteHandlerBuilder MapDelete(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, [HttpMethods.Delete], handler);

    /// <inheritdoc cref="EndpointRouteBuilderExtensions.MapMethods(IEndpointRouteBuilder, string, IEnumerable{string}, Delegate)"/>
    public static RouteHandlerBuilder MapMethods(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, IEnumerable<string> httpMethods, Delegate handler) =>
        RouteHandlerServices.Map(endpoints, pattern, handler, httpMethods, Infer, AtFirstRequest);

    /// <summary>What a handler says of itself: what it takes and answers. It is the same however often it is asked.</summary>
    private static RequestDelegateMetadataResult Infer(MethodInfo handler, RequestDelegateFactoryOptions? options)
    {
        if (options?.EndpointBuilder?.Metadata is not { } metadata)
            return RequestDelegateFactory.InferMetadata(handler, options);
        if (Inferred.TryGetValue(handler, out var known))
        {
            foreach (var one in known)
                metadata.Add(one);
            return new() { EndpointMetadata = [.. metadata] };
        }

        var already = metadata.Count;
        var result = RequestDelegateFactory.InferMetadata(handler, options);
        Inferred[handler] = [.. metadata.Skip(already)];
        return result;
    }

    private static RequestDelegateResult AtFirstRequest(Delegate handler, RequestDelegateFactoryOptions options, RequestDelegateMetadataResult? metadata)
    {
        int[] records = [.. handler.Method.GetParameters().Where(p => RequestShape.CoversBody(p.ParameterType)).Select(p => p.Position)];
        if (records.Length > 0)
            options.EndpointBuilder?.FilterFactories.Add((_, next) => call => RefuseMalformed(call, records, next));
        var bound = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, metadata).RequestDelegate);
        return new(context => bound.Value(context), metadata?.EndpointMetadata ?? []);
    }

    // Before the address's own code takes a body apart.
    private static ValueTask<object?> RefuseMalformed(EndpointFilterInvocationContext call, int[] records, EndpointFilterDelegate next)
    {
        foreach (var position in records)
            if (call.Arguments[position] is { } argument && RequestShape.FaultsOf(argument, whole: false) is { Count: > 0 } faults)
                return ValueTask.FromResult<object?>(ProblemResults.From(faults));
        return next(call);
    }
}
