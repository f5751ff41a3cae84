using System.Text.Json;
using Linli.Cases;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.People;
using Linli.Places;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Services.Matters;

/// <summary>Hands a form in: it becomes a case, and the person keeps a receipt.</summary>
/// <param name="Matter">Code of the matter.</param>
/// <param name="Values">What was filled in, by field.</param>
/// <param name="Sharing">Number of the asking for shared data whose answer filled the form; <c>null</c> when it was filled in by hand.</param>
/// <param name="Check">Result of the network identity, instead of name and number (R43).</param>
/// <param name="Community">Code of the community; left out it is the one where the person lives.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record SubmitMatter(
    string? Matter, IReadOnlyDictionary<string, string>? Values, Guid? Sharing = null, string? Community = null, string? IdempotencyKey = null, Guid? Check = null)
    : ICommand<MatterReceipt>, IRepeatable
{
    // A certificate shown once more with the same wish is the same wish.
    object IRepeatable.Wish => (Matter, Values is null ? "" : JsonSerializer.Serialize(Values, Json.Options), Sharing, Community);
}

/// <summary>What the person keeps.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Number">What to quote when asking.</param>
/// <param name="NotNeeded">Papers that were not needed, as the data were shared.</param>
/// <param name="StillNeeded">Papers to show when the desk asks for them.</param>
/// <param name="FinishDue">By when it will be answered, UTC.</param>
internal sealed record MatterReceipt(Guid Case, string Number, IReadOnlyList<Phrase> NotNeeded, IReadOnlyList<Phrase> StillNeeded, DateTimeOffset? FinishDue);

internal sealed class SubmitMatterHandler(
    LinliDb db, CurrentCaller current, UseCaseRunner runner, ISharedData data, INetworkIdentity network, IScopeTree tree, FieldCipher cipher, TimeProvider time)
    : IHandler<SubmitMatter, MatterReceipt>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/matters", (SubmitMatter request, UseCaseRunner runner, CancellationToken cancel) => runner.Create(request, r => $"{Edge.Api}/cases/{r.Case}", cancel))
            .Needs(Access.SignedIn).WithTags("matters").WithSummary("Hand a form in 关键小事办理");

    public async Task<Result<MatterReceipt>> Handle(SubmitMatter request, CancellationToken cancel)
    {
        if (MatterBook.Find(request.Matter) is not { } matter || !await IsOffered(matter, cancel))
            return Problem.Invalid("matter", "services.matter_unknown", "这里没有这个事项。", "This matter is not offered here.");
        if (current.Value.Person is null)
            return Problem.Forbidden("services.matter_machine", "接口密钥不能申请。", "A machine cannot apply.");
        var values = request.Values ?? new Dictionary<string, string>();
        var now = Clock.Now(time);
        if (MatterRules.Problems(matter, values, LocalTime.DateOf(now), request.Check is not null).ToList() is { Count: > 0 } problems)
            return Result<MatterReceipt>.Fail(problems);
        if (CommunityOf(request.Community) is not { } community)
            return Problem.Invalid("community", "services.matter_community", "请选择社区。", "Choose the community.");
        var shared = request.Sharing is { } id ? await data.Recall(current.Value.Account!.Value, MatterData.SubjectOf(matter), id, cancel) : null;
        if (request.Sharing is not null && shared is null)
            return Problem.Conflict("services.matter_sharing_old", "共享数据已过期，请重新获取或手工填写。", "The shared data are too old: ask for them again or fill in by hand.");
        var proof = request.Check is { } check ? await network.Use(MatterData.Purpose, check, cancel) : (Result<NetworkProof>?)null;
        if (proof is { Ok: false } old)
            return old.Problem with { Field = "check" };
        return await Keep(matter, values, shared, proof?.Value, community, now, cancel);
    }

    private async Task<Result<MatterReceipt>> Keep(
        Matter matter, IReadOnlyDictionary<string, string> values, SharedDataAnswer? shared, NetworkProof? proof, Place community, DateTimeOffset now, CancellationToken cancel)
    {
        var spared = MatterRules.Spared(matter, values, shared, proof is not null);
        var needed = matter.Papers.Except(spared).ToList();
        var reported = await runner.Run(new ReportCase
        {
            Channel = CaseChannel.Snap, Category = matter.Code, Title = matter.Name.Zh, Text = Words(matter, values, shared, proof, spared, needed), Community = community.Code,
        }, cancel);
        if (!reported.Ok)
            return reported.As<MatterReceipt>();
        var known = matter.Fields.ToDictionary(f => f.Code, f => values.GetValueOrDefault(f.Code, "").Trim());
        db.Insert(new MatterApplication
        {
            Case = reported.Value.Id, Number = reported.Value.Number, Account = current.Value.Account!.Value, Scope = community.Path.Value, Matter = matter.Code,
            Form = cipher.Seal(JsonSerializer.Serialize(known, Json.Options)),
            FromOffices = string.Join(' ', shared?.Fields.Where(f => known.GetValueOrDefault(f.Code) == f.Value).Select(f => f.Code) ?? []),
            Spared = string.Join(' ', spared.Select(p => matter.Papers.ToList().IndexOf(p))), Sharing = shared?.Id, IdentityBy = proof?.Provider, IdentityToken = proof?.Token, IdentityMark = proof?.Mark, IdentityAt = proof?.At, At = now,
        });
        return new MatterReceipt(reported.Value.Id.Value, reported.Value.Number, [.. spared.Select(p => p.Name)], [.. needed.Select(p => p.Name)], reported.Value.FinishDue);
    }

    // Staff read on the case what they need to know at a glance; the form itself is opened when it is worked on.
    private static string Words(
        Matter matter, IReadOnlyDictionary<string, string> values, SharedDataAnswer? shared, NetworkProof? proof, IReadOnlyList<MatterPaper> spared, List<MatterPaper> needed)
    {
        var lines = new List<string> { $"申请事项：{matter.Name.Zh}" };
        lines.AddRange(matter.Fields.Where(f => values.GetValueOrDefault(f.Code, "").Trim().Length > 0)
            .Select(f => $"{f.Label.Zh}：{MatterRules.Masked(f, values[f.Code].Trim())}"));
        if (proof is not null)
            lines.Add($"身份：网证核验通过（{proof.Mark}）");
        if (shared is not null)
            lines.Add($"数据来源：{shared.House.Zh}，共享记录 {shared.Id}");
        if (spared.Count > 0)
            lines.Add("免交材料：" + string.Join("、", spared.Select(p => p.Name.Zh)));
        if (needed.Count > 0)
            lines.Add("需核对材料：" + string.Join("、", needed.Select(p => p.Name.Zh)));
        return string.Join('\n', lines);
    }

    private async Task<bool> IsOffered(Matter matter, CancellationToken cancel) =>
        (await runner.Ask(new ListCategories(), cancel)).Value?.Any(c => c.Code == matter.Code && c.Type == MatterTypes.Code) == true;

    private Place? CommunityOf(string? code)
    {
        if (code is not null)
            return tree.FindCode(code) is { Kind: PlaceKind.Community } chosen ? chosen : null;
        return current.Value.HomeScopes.Select(tree.CommunityOf).FirstOrDefault(c => c is not null)
            ?? (tree.All.Where(p => p.Kind == PlaceKind.Community).Take(2).ToList() is [var only] ? only : null);
    }
}

/// <summary>The case type of matters.</summary>
internal static class MatterTypes
{
    public const string Code = "matter";

    public static readonly CaseType Type = new(Code, ("关键小事", "Small matters that count"))
    {
        Channels = [CaseChannel.Snap, CaseChannel.Phone, CaseChannel.Counter, CaseChannel.Steward],
    };
}
