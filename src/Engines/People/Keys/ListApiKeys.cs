using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Keys;

/// <summary>Keys within the caller's places, newest first, withdrawn ones included.</summary>
internal sealed record ListApiKeys : IQuery<IReadOnlyList<ApiKeyLine>>;

/// <summary>A key without the key.</summary>
internal sealed record ApiKeyLine(
    Guid Id, string Name, string Prefix, ScopePath Scope, IReadOnlyList<string> Permissions, DateTimeOffset At,
    DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

internal sealed class ListApiKeysHandler(LinliDb db, CurrentCaller current) : IHandler<ListApiKeys, IReadOnlyList<ApiKeyLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/api-keys", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListApiKeys(), cancel))
            .Needs(PeoplePermissions.ManageKeys).WithTags("api-keys").WithSummary("Keys of machines");

    public async Task<Result<IReadOnlyList<ApiKeyLine>>> Handle(ListApiKeys request, CancellationToken cancel)
    {
        var keys = await db.Scoped<ApiKey>(current.Value.ScopesFor(PeoplePermissions.ManageKeys)).AsNoTracking()
            .OrderByDescending(k => k.At).Take(500).ToListAsync(cancel);
        return keys.ConvertAll(k => new ApiKeyLine(
            k.Id, k.Name, k.Prefix, ScopePath.Parse(k.Scope, null), k.Permissions.Split(' '), k.At, k.ExpiresAt, k.LastUsedAt, k.RevokedAt));
    }
}
