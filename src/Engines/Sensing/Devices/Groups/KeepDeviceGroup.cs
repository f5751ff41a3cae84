using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Sensing.Devices.Groups;

/// <summary>Makes a group of devices (设备分组), or changes it.</summary>
/// <param name="Code">Unique code, as of a device.</param>
/// <param name="Name">What people call it, 1–60 characters; left out it stays.</param>
/// <param name="Place">Code of the place it belongs to; needed for a new one.</param>
/// <param name="Members">Codes of all its devices; left out they stay.</param>
internal sealed record KeepDeviceGroup(string Code, string? Name, string? Place, IReadOnlyList<string>? Members = null) : ICommand<Done>, IValidated, IAudited
{
    public const int MostMembers = 5000;

    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!DeviceRules.IsCode(Code))
            yield return DeviceProblems.Code;
        else if (SceneGroups.Keeps(Code))
            yield return Problem.Invalid("code", "sensing.group_of_scene", "这个分组由业务自动维护，不能手工修改。", "This group is kept by its scene and cannot be changed by hand.");
        if (Name is not null && Name.Trim() is not { Length: >= 1 and <= DeviceRules.LongestName })
            yield return DeviceProblems.Name;
        if (Members?.Count > MostMembers)
            yield return Problem.Invalid("members", "sensing.group_members", $"一个分组最多 {MostMembers} 台设备。", $"A group has at most {MostMembers} devices.");
    }
}

/// <summary>The groups in the caller's places.</summary>
internal sealed record FindDeviceGroups : IQuery<DeviceGroupLine[]>;

/// <summary>A group.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Place">Code of its place.</param>
/// <param name="Devices">How many devices it has.</param>
internal sealed record DeviceGroupLine(string Code, string Name, string Place, int Devices);

internal sealed class KeepDeviceGroupHandler(LinliDb db, DeviceBook book, DeviceMemory memory, IScopeTree tree, CurrentCaller current)
    : IHandler<KeepDeviceGroup, Done>, IHandler<FindDeviceGroups, DeviceGroupLine[]>, IUseCase
{
    internal sealed record Facts(string? Name, string? Place, IReadOnlyList<string>? Members);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/sensing/device-groups/{code}", (string code, Facts body, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(new KeepDeviceGroup(code, body.Name, body.Place, body.Members), cancel))
            .Needs(SensingPermissions.Devices).WithTags("Sensing").WithSummary("Make or change a group of devices 设备分组");
        api.MapGet("/sensing/device-groups", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindDeviceGroups(), cancel))
            .Needs(SensingPermissions.Watch).WithTags("Sensing").WithSummary("Groups of devices 设备分组列表");
    }

    public async Task<Result<DeviceGroupLine[]>> Handle(FindDeviceGroups request, CancellationToken cancel) =>
        (await db.Scoped<DeviceGroupRow>(current.Value.ScopesFor(SensingPermissions.Watch)).AsNoTracking().OrderBy(g => g.Code).ToListAsync(cancel))
            .Select(g => new DeviceGroupLine(g.Code, g.Name, ScopePath.Parse(g.Scope, null).Code, memory.InGroup(g.Code).Count)).ToArray();

    public async Task<Result<Done>> Handle(KeepDeviceGroup request, CancellationToken cancel)
    {
        // Looked for everywhere: a code belongs to one group, whoever asks.
        var known = await db.Unfiltered<DeviceGroupRow>().SingleOrDefaultAsync(g => g.Code == request.Code, cancel);
        if (known is not null && !current.Value.May(SensingPermissions.Devices, known.Scope))
            return DeviceProblems.CodeTaken(request.Code);
        if (known is null)
        {
            if (request.Name is null)
                return DeviceProblems.Name;
            if (tree.FindCode(request.Place ?? "") is not { } place || !current.Value.May(SensingPermissions.Devices, place.Path))
                return DeviceProblems.NoPlace(request.Place);
            db.Insert(new DeviceGroupRow { Code = request.Code, Name = request.Name.Trim(), Scope = place.Path.Value });
        }
        else if (request.Name is not null)
        {
            known.Name = request.Name.Trim();
        }

        return request.Members is null ? Done.It : await SetMembers(request.Code, [.. request.Members.Distinct()], cancel);
    }

    private async Task<Result<Done>> SetMembers(string group, List<string> codes, CancellationToken cancel)
    {
        var wanted = await book.Mine(codes, cancel);
        if (codes.Except(wanted.Select(d => d.Code)).FirstOrDefault() is { } missing)
            return Problem.Invalid("members", "sensing.group_member", $"没有找到设备 {missing}。", $"The device {missing} was not found.");
        var before = await db.Records<DeviceGroupMemberRow>().Where(m => m.Group == group).ToListAsync(cancel);
        var (ids, had) = (wanted.Select(d => d.Id).ToHashSet(), before.Select(m => m.Device).ToHashSet());
        db.Records<DeviceGroupMemberRow>().RemoveRange(before.Where(m => !ids.Contains(m.Device)));
        db.Records<DeviceGroupMemberRow>().AddRange(ids.Where(id => !had.Contains(id)).Select(id => new DeviceGroupMemberRow { Group = group, Device = id }));
        var moved = ids.Except(had).Concat(had.Except(ids)).ToList();
        foreach (var some in moved.Chunk(500))
            // Whoever may change the group may take a device out of it, wherever it belongs by now.
            foreach (var row in await db.Unfiltered<DeviceRow>().Where(d => some.Contains(d.Id)).ToListAsync(cancel))
                await book.Changed(row, cancel);
        return Done.It;
    }
}
