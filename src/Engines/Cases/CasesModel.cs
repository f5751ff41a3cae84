using Linli.Cases.Channel;
using Linli.Cases.Mediate;
using Linli.Cases.Statistics;
using Linli.Cases.Templates;
using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linli.Cases;

/// <summary>The tables of this engine.</summary>
internal static class CasesModel
{
    public static void Map(ModelBuilder model, DatabaseKind kind)
    {
        model.Entity<Case>(MapCase);
        model.Entity<CaseEntry>(e =>
        {
            e.ToTable("cases_entry").HasKey(x => x.Id);
            e.HasIndex(x => new { x.Case, x.At });

            // Other systems ask every few minutes what has happened since.
            e.HasIndex(x => x.At);
        });
        model.Entity<CaseFollower>(e =>
        {
            e.ToTable("cases_follower").HasKey(x => new { x.Case, x.Account });
            e.HasIndex(x => x.Account);
        });
        model.Entity<CaseEvidence>(e => e.ToTable("cases_evidence").HasKey(x => new { x.Case, x.File }));
        model.Entity<CaseAnswer>(e => e.ToTable("cases_answer").HasKey(x => new { x.Case, x.Question }));
        model.Entity<CaseCoHandler>(e =>
        {
            e.ToTable("cases_co_handler").HasKey(x => x.Id);
            e.HasIndex(x => new { x.Case, x.Team });
            e.HasIndex(x => x.Team, "ix_cases_co_handler_waiting").HasFilter("\"FinishedAt\" IS NULL");
        });
        model.Entity<CaseExtension>(e =>
        {
            e.ToTable("cases_extension").HasKey(x => x.Id);
            e.HasIndex(x => x.Case);
        });
        model.Entity<CaseVisit>(e =>
        {
            e.ToTable("cases_visit").HasKey(x => x.Id);
            e.HasIndex(x => x.Case);
        });
        model.Entity<MediationParty>(e =>
        {
            e.ToTable("cases_mediation_party").HasKey(x => x.Id);
            e.HasIndex(x => x.Case);
        });
        model.Entity<MediationAgreement>(e => e.ToTable("cases_mediation_agreement").HasKey(x => x.Case));
        model.Entity<ChannelMessage>(e =>
        {
            e.ToTable("cases_channel_message").HasKey(x => x.Id);
            e.HasIndex(x => new { x.Scope, x.At });
            e.HasIndex(x => x.Author);
            e.HasIndex(x => x.ReplyTo);
        });
        model.Entity<AnswerTemplate>(e =>
        {
            e.ToTable("cases_answer_template").HasKey(x => x.Id);
            e.HasIndex(x => x.Scope);
        });
        model.Entity<ChannelReceipt>(e => e.ToTable("cases_channel_receipt").HasKey(x => new { x.Message, x.Account }));
        model.Entity<ClockRule>(e => e.ToTable("cases_clock_rule").HasKey(x => x.Id));
        model.Entity<Category>(e => e.ToTable("cases_category").HasKey(x => x.Code));
        CaseTimes.Map(model, kind);
        model.Entity<CategoryQuestion>(e => e.ToTable("cases_category_question").HasKey(x => new { x.Category, x.Code }));
    }

    private static void MapCase(EntityTypeBuilder<Case> e)
    {
        // Most reports come from one person, of this installation, and are nobody's yet: what is empty is in no index.
        e.ToTable("cases_case").HasKey(c => c.Id);
        e.Property(c => c.Number).HasMaxLength(40);
        e.Property(c => c.Version).IsConcurrencyToken();
        e.HasIndex(c => c.Number).IsUnique();
        e.HasIndex(c => c.ExternalKey).IsUnique().HasFilter("\"ExternalKey\" IS NOT NULL");
        e.HasIndex(c => new { c.OpenedAt, c.Number });
        e.HasIndex(c => c.Reporter);
        e.HasIndex(c => c.OnBehalfOf);
        e.HasIndex(c => c.Handler).HasFilter("\"Handler\" IS NOT NULL");
        e.HasIndex(c => c.State);
        e.HasIndex(c => c.MergedInto).HasFilter("\"MergedInto\" IS NOT NULL");
        e.HasIndex(c => new { c.Community, c.OpenedAt });
        e.HasIndex(c => new { c.Latitude, c.Longitude });

        // What is being worked on is a small part of what is kept: inboxes and clocks look only there.
        e.HasIndex(c => new { c.NextDue, c.Number }, "ix_cases_case_running").HasFilter("\"NextDue\" IS NOT NULL");
        e.HasIndex(c => c.RingAt, "ix_cases_case_ring").HasFilter("\"RingAt\" IS NOT NULL");
        e.HasIndex(c => c.Team, "ix_cases_case_team_open").HasFilter("\"ClosedAt\" IS NULL");
    }
}
