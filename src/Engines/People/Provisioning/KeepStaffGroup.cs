using Linli.People.Accounts;
using Linli.People.Granting;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Provisioning;

/// <summary>Makes a group of a directory, or brings it up to what the directory says: who joins is granted its post, who leaves loses it at once.</summary>
/// <param name="Key">The post it stands for.</param>
/// <param name="DisplayName">What the directory calls it, 1–200 characters.</param>
/// <param name="ExternalId">The directory's own id.</param>
/// <param name="Members">Accounts that hold the post from now on.</param>
/// <param name="IsNew">Whether the directory believes that it makes it.</param>
/// <param name="KeepOthers">Whether those stay who hold the post already and are not named: a directory that makes a group without naming members takes over who is there.</param>
public sealed record KeepStaffGroup(StaffPostKey Key, string? DisplayName, string? ExternalId, IReadOnlyCollection<Guid> Members, bool IsNew = false, bool KeepOthers = false)
    : ICommand<Done>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Key.Code;

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (DisplayName is not { Length: >= 1 and <= 200 })
            yield return Problem.Invalid("displayName", "group_name", "组名为 1–200 个字。", "A group's name has 1–200 characters.");
    }
}

/// <summary>The directory deletes a group: its members lose the post at once.</summary>
/// <param name="Key">The post it stands for.</param>
public sealed record DropStaffGroup(StaffPostKey Key) : ICommand<Done>, IAudited
{
    string? IAudited.AuditSubject => Key.Code;
}

internal sealed class KeepStaffGroupHandler(
    LinliDb db, CurrentCaller current, UseCaseRunner runner, IScopeTree tree, StaffService service, IGridStewards stewards, TimeProvider time)
    : IHandler<KeepStaffGroup, Done>, IHandler<DropStaffGroup, Done>
{
    public async Task<Result<Done>> Handle(KeepStaffGroup request, CancellationToken cancel)
    {
        var key = request.Key;
        if (Refuse(key) is { } refused)
            return refused;
        var row = await Row(key, cancel);
        if (row is not null && request.IsNew)
            return Problem.Conflict("group_taken", $"组 {key.Code} 已存在。", $"The group {key.Code} is there already.");
        var held = await Held(key, cancel);
        foreach (var gone in held.Where(p => !request.KeepOthers && !request.Members.Contains(p.AccountId)).ToList())
            if (await Withdraw(gone, cancel) is { Ok: false } failed)
                return failed;
        foreach (var account in request.Members.Except(held.Select(p => p.AccountId)).ToList())
            if (await Grant(key, account, cancel) is { } problem)
                return problem;
        Keep(row, request);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(DropStaffGroup request, CancellationToken cancel)
    {
        if (Refuse(request.Key) is { } refused)
            return refused;
        foreach (var gone in await Held(request.Key, cancel))
            if (await Withdraw(gone, cancel) is { Ok: false } failed)
                return failed;
        if (await Row(request.Key, cancel) is { } row)
            db.Delete(row);
        return Done.It;
    }

    private Problem? Refuse(StaffPostKey key)
    {
        if (!current.Value.May(PeoplePermissions.Provision, key.Scope))
            return Problem.Forbidden("beyond_own_scope", "只能在密钥的范围内授予岗位。", "Posts can only be granted within the places of the key.");
        if (key.Scope != ScopePath.Root && !tree.Exists(key.Scope))
            return Problem.Invalid("displayName", "scope_unknown", "没有这个范围。", "There is no such place.");
        return service.IsForPeopleOnly(key.Post)
            ? Problem.Forbidden("post_not_for_machines", "管理员岗位只能由管理员授予或撤销。", "Administrators are appointed and dismissed by administrators only.")
            : null;
    }

    private async Task<Problem?> Grant(StaffPostKey key, Guid account, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (!await StaffReach.Within(db, current.Value.ScopesFor(PeoplePermissions.Provision), now).AnyAsync(a => a.Id == account, cancel))
            return Problem.Invalid("members", "member_unknown", $"没有这个成员：{account}。", $"There is no such member: {account}.");
        var granted = await runner.Run(new GrantPost(account, key.Post, key.Scope, key.Team), cancel);
        return granted.Ok || granted.Problem.Code == "post_held" ? null : granted.Problem;
    }

    // A steward without the post looks after no grid within its place.
    private async Task<Result<Done>> Withdraw(PostHeld held, CancellationToken cancel)
    {
        var result = await runner.Run(new WithdrawPost(held.Id), cancel);
        if (result.Ok && held.Post is Posts.GridSteward or Posts.GridLeader)
            await stewards.Leave(held.AccountId, cancel, ScopePath.Parse(held.Scope, null));
        return result;
    }

    private Task<List<PostHeld>> Held(StaffPostKey key, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        return db.Unfiltered<PostHeld>()
            .Where(p => p.Post == key.Post && p.Scope == key.Scope.Value && p.Team == key.Team && (p.To == null || p.To > now)).ToListAsync(cancel);
    }

    private Task<DirectoryGroup?> Row(StaffPostKey key, CancellationToken cancel) =>
        db.Unfiltered<DirectoryGroup>().SingleOrDefaultAsync(g => g.Id == key.Id, cancel);

    private void Keep(DirectoryGroup? row, KeepStaffGroup request)
    {
        var now = Clock.Now(time);
        if (row is null)
            db.Insert(row = new()
            {
                Id = request.Key.Id, Post = request.Key.Post, Scope = request.Key.Scope.Value, Team = request.Key.Team,
                DisplayName = request.DisplayName!, At = now, ChangedAt = now,
            });
        (row.DisplayName, row.ExternalId, row.ChangedAt) = (request.DisplayName!, request.ExternalId, now);
        row.Version++;
    }
}
