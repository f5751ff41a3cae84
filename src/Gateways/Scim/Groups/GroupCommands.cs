using System.Text.Json.Nodes;
using Linli.People.Provisioning;
using Linli.Places;
using Linli.Platform.Results;
using Linli.Platform.UseCases;
using Linli.Scim.Patches;
using Linli.Scim.Schemas;
using Linli.Scim.Speak;
using Linli.Scim.Users;

namespace Linli.Scim.Groups;

/// <summary>Changes parts of a group, such as who is in it.</summary>
internal sealed record PatchGroup(Guid Id, IReadOnlyList<Step> Steps, string? IfMatch) : ICommand<GroupWritten>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Exchanges a group for what was sent.</summary>
internal sealed record ReplaceGroup(Guid Id, JsonObject Resource, string? IfMatch) : ICommand<GroupWritten>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Deletes a group: its members lose the post.</summary>
internal sealed record RemoveGroup(Guid Id, string? IfMatch) : ICommand<GroupWritten>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>It is written.</summary>
internal sealed record GroupWritten;

/// <summary>Groups as the caller's directory sees them.</summary>
internal static class GroupReader
{
    public static async Task<Result<IReadOnlyList<(StaffGroup Group, JsonObject Resource)>>> Read(
        UseCaseRunner run, IScopeTree tree, string at, FindStaffGroups find, CancellationToken cancel)
    {
        var found = await run.Ask(find, cancel);
        if (!found.Ok)
            return found.As<IReadOnlyList<(StaffGroup, JsonObject)>>();
        var names = new GroupNames(tree, found.Value);
        return found.Value.Select(g => (g, GroupResource.Of(g, at, names))).ToList();
    }

    public static async Task<Result<(StaffGroup Group, JsonObject Resource)>> One(
        UseCaseRunner run, IScopeTree tree, string at, Guid id, string? ifMatch, CancellationToken cancel)
    {
        var found = await Read(run, tree, at, new(id), cancel);
        if (!found.Ok)
            return found.As<(StaffGroup, JsonObject)>();
        if (found.Value is not [var one])
            return Faults.NoResource;
        return UserReader.Stale(one.Resource, ifMatch) is { } stale ? stale : one;
    }
}

internal sealed class PatchGroupHandler(UseCaseRunner run, IScopeTree tree, WhereItIs where) : IHandler<PatchGroup, GroupWritten>
{
    public async Task<Result<GroupWritten>> Handle(PatchGroup request, CancellationToken cancel)
    {
        var before = await GroupReader.One(run, tree, where.Base, request.Id, request.IfMatch, cancel);
        if (!before.Ok)
            return before.As<GroupWritten>();
        var after = Patcher.Apply(Kinds.Group, before.Value.Resource, request.Steps);
        return after.Ok ? await Keep(run, tree, before.Value.Group, after.Value, cancel) : after.As<GroupWritten>();
    }

    public static async Task<Result<GroupWritten>> Keep(UseCaseRunner run, IScopeTree tree, StaffGroup group, JsonObject resource, CancellationToken cancel)
    {
        // A group may be called anything afterwards, but not by the name of another post: its members would hold the wrong one.
        var named = GroupResource.KeyOf(new() { ["displayName"] = resource["displayName"]?.DeepClone() }, tree);
        if (named.Ok && named.Value != group.Key)
            return Faults.Invalid("displayName", Faults.Mutability,
                $"该组代表 {group.Key.Code}，不能改为 {named.Value.Code}。", $"This group stands for {group.Key.Code} and cannot become {named.Value.Code}.");
        var members = GroupResource.MembersOf(resource);
        if (!members.Ok)
            return members.As<GroupWritten>();
        var kept = await run.Run(new KeepStaffGroup(group.Key, Incoming.Text(resource["displayName"]), Incoming.Text(resource["externalId"]), members.Value.ToList()), cancel);
        return kept.Ok ? new GroupWritten() : kept.As<GroupWritten>();
    }
}

internal sealed class ReplaceGroupHandler(UseCaseRunner run, IScopeTree tree, WhereItIs where) : IHandler<ReplaceGroup, GroupWritten>
{
    public async Task<Result<GroupWritten>> Handle(ReplaceGroup request, CancellationToken cancel)
    {
        var before = await GroupReader.One(run, tree, where.Base, request.Id, request.IfMatch, cancel);
        return before.Ok ? await PatchGroupHandler.Keep(run, tree, before.Value.Group, request.Resource, cancel) : before.As<GroupWritten>();
    }
}

internal sealed class RemoveGroupHandler(UseCaseRunner run, IScopeTree tree, WhereItIs where) : IHandler<RemoveGroup, GroupWritten>
{
    public async Task<Result<GroupWritten>> Handle(RemoveGroup request, CancellationToken cancel)
    {
        var before = await GroupReader.One(run, tree, where.Base, request.Id, request.IfMatch, cancel);
        if (!before.Ok)
            return before.As<GroupWritten>();
        var dropped = await run.Run(new DropStaffGroup(before.Value.Group.Key), cancel);
        return dropped.Ok ? new GroupWritten() : dropped.As<GroupWritten>();
    }
}
