using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Modules;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Keys;

/// <summary>Makes a key for a machine.</summary>
/// <param name="Name">What the machine is, 2–80 characters.</param>
/// <param name="Scope">Where it may act; must lie within the places the caller administers.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="ExpiresAt">When it ends, UTC; never when left out.</param>
internal sealed record MakeApiKey(string? Name, ScopePath? Scope, IReadOnlyList<string>? Permissions, DateTimeOffset? ExpiresAt = null)
    : ICommand<ApiKeyMade>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Name?.Trim() is not { Length: >= 2 and <= 80 })
            yield return Problem.Invalid("name", "key_name", "名称为 2–80 个字。", "A name has 2–80 characters.");
        if (Scope is null)
            yield return Problem.Invalid("scope", "scope_missing", "请选择范围。", "Choose the place.");
        if (Permissions is not { Count: > 0 and <= 100 })
            yield return Problem.Invalid("permissions", "key_permissions_missing", "请至少选择一项权限。", "Choose at least one permission.");
    }
}

/// <summary>The key as made; it is shown this once.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">The key itself.</param>
/// <param name="Prefix">The part by which it is listed.</param>
internal sealed record ApiKeyMade(Guid Id, string Key, string Prefix);

internal sealed class MakeApiKeyHandler(LinliDb db, CurrentCaller current, Composition composition, IScopeTree tree, TimeProvider time)
    : IHandler<MakeApiKey, ApiKeyMade>, IUseCase
{
    private static readonly string[] Personal =
    [
        PeoplePermissions.Contact, PeoplePermissions.Identity, PeoplePermissions.ChildAccess, PeoplePermissions.Care, PeoplePermissions.CareLead, PeoplePermissions.PaperConsent,
    ];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api-keys", (MakeApiKey request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, k => $"{Edge.Api}/api-keys/{k.Id}", cancel))
            .Needs(PeoplePermissions.ManageKeys).WithTags("api-keys").WithSummary("Make a key for a machine; it is shown once");

    public Task<Result<ApiKeyMade>> Handle(MakeApiKey request, CancellationToken cancel) => Task.FromResult(Make(request));

    private Result<ApiKeyMade> Make(MakeApiKey request)
    {
        var scope = request.Scope!.Value;
        if (!current.Value.May(PeoplePermissions.ManageKeys, scope))
            return Problem.Forbidden("beyond_own_scope", "只能在自己管理的范围内发放密钥。", "Keys can only be made within the places you administer.");
        if (scope != ScopePath.Root && !tree.Exists(scope))
            return Problem.Invalid("scope", "scope_unknown", "没有这个范围。", "There is no such place.");
        if (request.Permissions!.Any(p => !composition.Permissions.TryGet(p, out _)))
            return Problem.Invalid("permissions", "permission_unknown", "有不存在的权限。", "One of the permissions does not exist.");
        // Whoever holds a key that manages posts or keys could make themselves anything.
        if (request.Permissions!.Any(p => p is PeoplePermissions.ManagePosts or PeoplePermissions.ManageKeys))
            return Problem.Invalid("permissions", "permission_not_for_machines", "机器不能管理岗位与密钥。", "Machines do not manage posts and keys.");
        // Nor does a key see more of people than whoever makes it: administrators and data are kept apart (R42).
        if (request.Permissions!.Any(p => Personal.Contains(p) && !current.Value.May(p, scope)) || request.Permissions!.Contains(PeoplePermissions.ChildApprove))
            return Problem.Forbidden("permission_not_yours",
                "您自己没有的个人信息权限不能给机器；批准查看未成年人信息只能由人作出。", "A key sees no more of people than you do, and approves nothing about children.") with
            { Field = "permissions" };
        var now = Clock.Now(time);
        if (request.ExpiresAt <= now)
            return Problem.Invalid("expiresAt", "key_expired", "到期时间应在将来。", "A key ends in the future.");

        var key = ApiKey.Make();
        var row = new ApiKey
        {
            Id = Guid.CreateVersion7(now),
            Name = request.Name!.Trim(),
            Prefix = ApiKey.PrefixOf(key)!,
            Hash = ApiKey.HashOf(key),
            Scope = scope.Value,
            Permissions = string.Join(' ', request.Permissions!.Distinct().Order(StringComparer.Ordinal)),
            At = now,
            CreatedBy = current.Value.Account,
            ExpiresAt = request.ExpiresAt is { } at ? Clock.ToMicroseconds(at) : null,
        };
        db.Insert(row);
        return new ApiKeyMade(row.Id, key, row.Prefix);
    }
}
