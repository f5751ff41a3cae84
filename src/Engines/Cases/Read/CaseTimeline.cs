using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Cases.Read;

/// <summary>The timeline of a case as its reader may see it. Neighbours and reporters read teams and roles, staff read names.</summary>
internal sealed class CaseTimeline(LinliDb db, IPeople people)
{
    /// <summary>Every line the reader may read, oldest first; the report itself is the first.</summary>
    public async Task<IReadOnlyList<TimelineLine>> Of(Case item, CaseReader reader, CancellationToken cancel)
    {
        var entries = await db.Records<CaseEntry>().AsNoTracking().Where(e => e.Case == item.Id).OrderBy(e => e.At).ThenBy(e => e.Order).ToListAsync(cancel);
        var teams = (await people.Teams(cancel)).ToDictionary(t => t.Code, t => t.Name);
        var names = reader == CaseReader.Staff
            ? await people.NamesOf([.. entries.Where(e => e.Actor is not null).Select(e => e.Actor!.Value).Distinct()], cancel)
            : new Dictionary<Guid, string>();

        var lines = new List<TimelineLine>
        {
            new(item.OpenedAt, CaseAction.Report, CaseText.Action(CaseAction.Report), null, CaseText.Channel(item.Channel).ToString(), CaseAudience.Public),
        };
        foreach (var entry in entries.Where(e => MayRead(reader, e)))
            lines.Add(new(entry.At, entry.Action, Sentence(entry, teams), TextFor(reader, entry), By(entry, names, teams), entry.Audience));
        return lines;
    }

    private static bool MayRead(CaseReader reader, CaseEntry entry) => reader switch
    {
        CaseReader.Staff => true,
        CaseReader.Reporter => entry.Audience is CaseAudience.Public or CaseAudience.Reporter,
        _ => entry.Audience == CaseAudience.Public,
    };

    // Words typed for the reporters may name people; neighbours read those of answers only, with numbers masked.
    private static string? TextFor(CaseReader reader, CaseEntry entry) => reader != CaseReader.Public
        ? entry.Text
        : entry is { Action: CaseAction.Answer, Text: { } answer } ? Report.PublicFace.Of(answer) : null;

    private static string? By(CaseEntry entry, IReadOnlyDictionary<Guid, string> names, Dictionary<string, Phrase> teams)
    {
        if (entry.Detail == "reporter" || entry.Action is CaseAction.Confirm or CaseAction.Reopen or CaseAction.Withdraw or CaseAction.Join)
            return new Phrase("居民", "Resident").ToString();
        if (entry.Actor is { } actor && names.TryGetValue(actor, out var name))
            return name;
        if (entry.ActorTeam is { } team)
            return teams.TryGetValue(team, out var title) ? title.ToString() : PostNames.Of(team).ToString();
        return new Phrase("系统", "System").ToString();
    }

    /// <summary>What a line says happened.</summary>
    internal static Phrase Sentence(CaseEntry entry, Dictionary<string, Phrase> teams)
    {
        var action = CaseText.Action(entry.Action);
        var team = entry.Detail is { } code && teams.TryGetValue(code, out var name) ? name : (Phrase?)null;
        return entry.Action switch
        {
            CaseAction.Dispatch or CaseAction.Transfer or CaseAction.AskCoHandler or CaseAction.Grab when team is { } to =>
                ($"{action.Zh}：{to.Zh}", $"{action.En}: {to.En}"),
            CaseAction.Answer when Enum.TryParse<CaseOutcome>(entry.Detail, out var outcome) =>
                ($"{action.Zh}（{CaseText.Outcome(outcome).Zh}）", $"{action.En} ({CaseText.Outcome(outcome).En})"),
            CaseAction.Confirm => ($"{action.Zh}，评价 {entry.Detail} 星", $"{action.En}, {entry.Detail} of 5 stars"),
            CaseAction.AskExtension => ($"{action.Zh} {entry.Detail} 个工作日", $"{action.En}: {entry.Detail} working days"),
            CaseAction.DecideExtension when entry.Detail == "refused" => ("延期未获同意", "More time was refused"),
            CaseAction.DecideExtension => ($"同意延期 {entry.Detail} 个工作日", $"{entry.Detail} more working days were granted"),
            CaseAction.RecordVisit => ($"{action.Zh}，用时 {entry.Detail} 分钟", $"{action.En}: {entry.Detail} minutes"),
            CaseAction.Merge => ($"已合并到 {entry.Detail}", $"Merged into {entry.Detail}"),
            CaseAction.Join when entry.Detail is not null => ($"重复事项 {entry.Detail} 并入", $"Duplicate {entry.Detail} was merged in"),
            CaseAction.HandOver => ($"{action.Zh}：{entry.Detail}", $"{action.En}: {entry.Detail}"),
            CaseAction.HandUp or CaseAction.HandDown when Enum.TryParse<CaseLevel>(entry.Detail, out var level) =>
                ($"{action.Zh}：{CaseText.Level(level).Zh}", $"{action.En}: {CaseText.Level(level).En}"),
            _ => action,
        };
    }
}
