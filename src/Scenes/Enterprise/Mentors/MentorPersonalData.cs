using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Mentors;

/// <summary>What guidance for founders keeps of a person: being a mentor, talks, projects. Confirmed outcomes stay as counts, without name and evidence.</summary>
internal sealed class MentorPersonalData(LinliDb db, MentorBook book, FieldCipher cipher, IFileStore files) : IPersonalData
{
    public string Module => "founders";

    public Phrase Title => ("创业辅导", "Guidance for founders");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var mentor = await db.Unfiltered<Mentor>().AsNoTracking().Where(m => m.Person == subject.Person).ToListAsync(cancel);
        var own = mentor.ConvertAll(m => m.Id);
        var talks = await db.Unfiltered<Consultation>().AsNoTracking().Where(c => c.Person == subject.Person).OrderBy(c => c.Start).ToListAsync(cancel);
        var ids = talks.ConvertAll(t => t.Id);
        var notes = await db.Unfiltered<ConsultationNote>().AsNoTracking().Where(n => (!n.ByMentor && ids.Contains(n.Consultation)) || (n.ByMentor && db.Unfiltered<Consultation>().Any(c => c.Id == n.Consultation && own.Contains(c.Mentor)))).OrderBy(n => n.At).ToListAsync(cancel);
        var projects = await db.Unfiltered<FounderProject>().AsNoTracking().Where(p => p.Person == subject.Person).OrderBy(p => p.At).ToListAsync(cancel);
        var projectIds = projects.ConvertAll(p => p.Id);
        var outcomes = await db.Unfiltered<ProjectOutcome>().AsNoTracking().Where(o => projectIds.Contains(o.Project)).OrderBy(o => o.At).ToListAsync(cancel);
        return mentor.Count + talks.Count + projects.Count == 0 ? [] :
        [
            new("mentor", ("我是导师", "As a mentor"), [.. mentor.Select(m => new DataValue[]
            {
                new("name", ("称呼", "Name"), m.Name), new("fields", ("领域", "Fields"), m.Fields), new("languages", ("语言", "Languages"), m.Languages), new("about", ("介绍", "Introduction"), m.About),
                new("state", ("状态", "State"), m.State.ToString().ToLowerInvariant()), DataValue.Instant("at", ("报名时间", "Offered"), m.At),
            })]),
            new("talks", ("我的咨询", "My talks"), [.. talks.Select(t => new DataValue[] { DataValue.Instant("start", ("时间", "When"), t.Start), new("about", ("咨询内容", "What about"), cipher.Open(t.About)) })]),
            new("notes", ("我写的纪要", "My notes"), [.. notes.Select(n => new DataValue[] { DataValue.Instant("at", ("时间", "When"), n.At), new("text", ("内容", "Text"), cipher.Open(n.Text)) })]),
            new("projects", ("我的项目", "My projects"), [.. projects.Select(p => new DataValue[]
            {
                new("title", ("项目", "Project"), p.Title), new("pitch", ("介绍", "What it is"), p.Pitch), new("state", ("状态", "State"), p.State.ToString().ToLowerInvariant()), new("reason", ("说明", "Why"), p.Reason), DataValue.Instant("at", ("报名时间", "Applied"), p.At),
            })]),
            new("outcomes", ("成果", "Outcomes"), [.. outcomes.Select(o => new DataValue[]
            {
                new("kind", ("类别", "Kind"), o.Kind.ToString().ToLowerInvariant()), new("count", ("数量", "Count"), o.Count.ToString(CultureInfo.InvariantCulture)), DataValue.Day("day", ("日期", "Day"), o.Day),
                new("evidence", ("依据", "Evidence"), o.Evidence), new("state", ("状态", "State"), o.State.ToString().ToLowerInvariant()),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var counted = await db.Unfiltered<ProjectOutcome>().CountAsync(o => o.State == OutcomeState.Confirmed && db.Unfiltered<FounderProject>().Any(p => p.Id == o.Project && p.Person == subject.Person), cancel);
        return counted == 0 ? [] : [new(("已核实成果的类别和数量，不带姓名、项目和依据", "Kind and count of confirmed outcomes, without name, project and evidence"), ("创业营的公开统计", "Public figures of the programme"), counted)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        // Off the list first: whoever had an appointment is told.
        await book.Leave(subject.Person, cancel);
        foreach (var mentor in await db.Unfiltered<Mentor>().Where(m => m.Person == subject.Person).ToListAsync(cancel))
        {
            (mentor.Person, mentor.Account, mentor.Reason, mentor.State, mentor.Name, mentor.Fields, mentor.Languages, mentor.About) = (null, Guid.Empty, null, MentorState.Left, "（已退出）", "", "", "");
            foreach (var note in await db.Unfiltered<ConsultationNote>().Where(n => n.ByMentor && db.Unfiltered<Consultation>().Any(c => c.Id == n.Consultation && c.Mentor == mentor.Id)).ToListAsync(cancel))
                db.Delete(note);
            foreach (var helped in await db.Unfiltered<FounderProject>().Where(p => p.Mentor == mentor.Id).ToListAsync(cancel))
                helped.Mentor = null;
        }

        foreach (var talk in await db.Unfiltered<Consultation>().Where(c => c.Person == subject.Person).ToListAsync(cancel))
        {
            foreach (var note in await db.Unfiltered<ConsultationNote>().Where(n => n.Consultation == talk.Id).ToListAsync(cancel))
                db.Delete(note);
            db.Delete(talk);
        }

        var projects = await db.Unfiltered<FounderProject>().Where(p => p.Person == subject.Person).ToListAsync(cancel);
        var ids = projects.ConvertAll(p => p.Id);
        var outcomes = await db.Unfiltered<ProjectOutcome>().Where(o => ids.Contains(o.Project)).ToListAsync(cancel);
        await files.Discard(ReportOutcomeHandler.Papers, outcomes.ConvertAll(o => o.Id), cancel);
        foreach (var outcome in outcomes)
            if (outcome.State == OutcomeState.Confirmed)
                (outcome.Evidence, outcome.Reason, outcome.By) = ("", null, null);
            else
                db.Delete(outcome);
        foreach (var project in projects)
            (project.Person, project.Account, project.Title, project.Pitch, project.Reason, project.State) = (null, Guid.Empty, "（已注销）", "", null, project.State switch
            {
                ProjectState.Applied => ProjectState.Withdrawn,
                ProjectState.Accepted => ProjectState.Dropped,
                var over => over,
            });

        // What was reported or confirmed for others stays theirs, without who did.
        await db.Unfiltered<ProjectOutcome>().Where(o => o.By != null && subject.Accounts.Contains(o.By.Value)).ExecuteUpdateAsync(s => s.SetProperty(o => o.By, (Guid?)null), cancel);
        await db.Unfiltered<ProjectOutcome>().Where(o => o.ReviewedBy != null && subject.Accounts.Contains(o.ReviewedBy.Value)).ExecuteUpdateAsync(s => s.SetProperty(o => o.ReviewedBy, (Guid?)null), cancel);
    }
}
