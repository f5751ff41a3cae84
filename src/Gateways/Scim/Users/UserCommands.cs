using System.Text.Json.Nodes;
using Linli.People.Provisioning;
using Linli.Places;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Linli.Scim.Patches;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;

namespace Linli.Scim.Users;

/// <summary>Changes parts of a user. Reading, changing and keeping are one transaction, so that no change of another is lost.</summary>
internal sealed record PatchUser(Guid Id, IReadOnlyList<Step> Steps, string? IfMatch) : ICommand<UserWritten>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Exchanges a user for what was sent.</summary>
internal sealed record ReplaceUser(Guid Id, JsonObject Resource, string? IfMatch) : ICommand<UserWritten>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Deletes a user.</summary>
internal sealed record RemoveUser(Guid Id, string? IfMatch) : ICommand<UserWritten>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>It is written; what it looks like now is read afterwards.</summary>
internal sealed record UserWritten;

/// <summary>Users as the caller's directory sees them.</summary>
internal static class UserReader
{
    // The version is made from the resource alone, so an address of its own is enough to compare versions.
    public static async Task<Result<IReadOnlyList<JsonObject>>> Read(UseCaseRunner run, IScopeTree tree, string at, FindStaffRecords find, CancellationToken cancel)
    {
        var records = await run.Ask(find, cancel);
        if (!records.Ok)
            return records.As<IReadOnlyList<JsonObject>>();
        var groups = await run.Ask(new FindStaffGroups(), cancel);
        if (!groups.Ok)
            return groups.As<IReadOnlyList<JsonObject>>();
        var names = new GroupNames(tree, groups.Value);
        return records.Value.Select(r => UserResource.Of(r, at, names)).ToList();
    }

    public static async Task<Result<JsonObject>> One(UseCaseRunner run, IScopeTree tree, string at, Guid id, CancellationToken cancel)
    {
        var found = await Read(run, tree, at, new(id), cancel);
        return !found.Ok ? found.As<JsonObject>() : found.Value is [var one] ? one : Faults.NoResource;
    }

    public static Problem? Stale(JsonObject resource, string? ifMatch) =>
        ifMatch is not null && !Visit.Names(ifMatch, (string)resource["meta"]!["version"]!) ? Faults.Stale : null;
}

internal sealed class PatchUserHandler(UseCaseRunner run, IScopeTree tree, WhereItIs where) : IHandler<PatchUser, UserWritten>
{
    public async Task<Result<UserWritten>> Handle(PatchUser request, CancellationToken cancel)
    {
        var before = await UserReader.One(run, tree, where.Base, request.Id, cancel);
        if (!before.Ok)
            return before.As<UserWritten>();
        if (UserReader.Stale(before.Value, request.IfMatch) is { } stale)
            return stale;
        var after = Patcher.Apply(Kinds.User, before.Value, request.Steps);
        return after.Ok ? await Keep(run, after.Value, request.Id, (bool)before.Value["active"]!, cancel) : after.As<UserWritten>();
    }

    public static async Task<Result<UserWritten>> Keep(UseCaseRunner run, JsonObject resource, Guid id, bool active, CancellationToken cancel)
    {
        var wish = UserResource.Wish(resource, id, active);
        if (!wish.Ok)
            return wish.As<UserWritten>();
        var kept = await run.Run(wish.Value, cancel);
        return kept.Ok ? new UserWritten() : kept.As<UserWritten>();
    }
}

internal sealed class ReplaceUserHandler(UseCaseRunner run, IScopeTree tree, WhereItIs where) : IHandler<ReplaceUser, UserWritten>
{
    public async Task<Result<UserWritten>> Handle(ReplaceUser request, CancellationToken cancel)
    {
        var before = await UserReader.One(run, tree, where.Base, request.Id, cancel);
        if (!before.Ok)
            return before.As<UserWritten>();
        if (UserReader.Stale(before.Value, request.IfMatch) is { } stale)
            return stale;
        return await PatchUserHandler.Keep(run, request.Resource, request.Id, (bool)before.Value["active"]!, cancel);
    }
}

internal sealed class RemoveUserHandler(UseCaseRunner run, IScopeTree tree, WhereItIs where) : IHandler<RemoveUser, UserWritten>
{
    public async Task<Result<UserWritten>> Handle(RemoveUser request, CancellationToken cancel)
    {
        var before = await UserReader.One(run, tree, where.Base, request.Id, cancel);
        if (!before.Ok)
            return before.As<UserWritten>();
        if (UserReader.Stale(before.Value, request.IfMatch) is { } stale)
            return stale;
        var dropped = await run.Run(new DropStaffRecord(request.Id), cancel);
        return dropped.Ok ? new UserWritten() : dropped.As<UserWritten>();
    }
}
