using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Linli.Platform.Http;

/// <summary>
/// Lets the query string spell enum values as JSON does (<c>?box=toDispatch</c>). Minimal APIs bind them by their exact C#
/// name only, so the API would otherwise have two spellings of the same word.
/// </summary>
internal static class QueryEnums
{
    private static readonly ConcurrentDictionary<MethodInfo, IReadOnlyDictionary<string, Type>> Known = new();

    /// <summary>Rewrites enum values of the matched endpoint's query to their C# names; unknown words stay and are refused.</summary>
    public static IApplicationBuilder UseQueryEnums(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Query.Count > 0 && context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is { } method
            && Known.GetOrAdd(method, EnumsOf) is { Count: > 0 } enums)
            context.Request.Query = Respelled(context.Request.Query, enums);
        return next(context);
    });

    private static QueryCollection Respelled(IQueryCollection query, IReadOnlyDictionary<string, Type> enums) =>
        new(query.ToDictionary(
            pair => pair.Key,
            pair => enums.TryGetValue(pair.Key, out var type)
                ? new StringValues([.. pair.Value.Select(word => Enum.TryParse(type, word, ignoreCase: true, out var value) ? value!.ToString() : word)])
                : pair.Value,
            StringComparer.OrdinalIgnoreCase));

    private static IReadOnlyDictionary<string, Type> EnumsOf(MethodInfo method)
    {
        var enums = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in method.GetParameters())
            if (parameter.GetCustomAttribute<AsParametersAttribute>() is not null)
                foreach (var property in parameter.ParameterType.GetProperties())
                    Note(property.Name, property.PropertyType);
            else
                Note(parameter.Name!, parameter.ParameterType);
        return enums;

        void Note(string name, Type type)
        {
            if ((Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } found)
                enums[name] = found;
        }
    }
}
