"""The literature behind the kinds of mistakes, by key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

REFERENCES: Mapping[str, str] = MappingProxyType(
    {
        "Ashlock 2010": "Ashlock, R. B. (2010). Error Patterns in Computation: Using Error Patterns to Help "
        "Each Student Learn, 10th edition. Allyn & Bacon.",
        "Batanero 1997": "Batanero, C., Navarro-Pelayo, V., Godino, J. D. (1997). Effect of the implicit "
        "combinatorial model on combinatorial reasoning in secondary school pupils. Educational Studies in "
        "Mathematics 32.",
        "Blando 1989": "Blando, J. A., Kelly, A. E., Schneider, B. R., Sleeman, D. (1989). Analyzing and "
        "modeling arithmetic errors. Journal for Research in Mathematics Education 20.",
        "Booth 2014": "Booth, J. L., Barbieri, C., Eyer, F., Paré-Blagoev, E. J. (2014). Persistent and "
        "pernicious errors in algebraic problem solving. Journal of Problem Solving 7.",
        "Brown & Burton 1978": "Brown, J. S., Burton, R. R. (1978). Diagnostic models for procedural bugs in "
        "basic mathematical skills. Cognitive Science 2.",
        "Campbell & Graham 1985": "Campbell, J. I. D., Graham, D. J. (1985). Mental multiplication skill: "
        "structure, process, and acquisition. Canadian Journal of Psychology 39.",
        "Cangelosi 2013": "Cangelosi, R., Madrid, S., Cooper, S., Olson, J., Hartter, B. (2013). The "
        "negative sign and exponential expressions: unveiling students' persistent errors and "
        "misconceptions. Journal of Mathematical Behavior 32.",
        "Chikwanha 2022": "Chikwanha, P., Mudavanhu, Y., Chagwiza, C. J. (2022). Exploring errors and "
        "misconceptions in differentiation: a case study of advanced level students in Zimbabwe. "
        "International Journal of Social Science Research 10.",
        "Chua & Wood 2005": "Chua, B. L., Wood, E. (2005). Working with logarithms: students' misconceptions "
        "and errors. The Mathematics Educator 8.",
        "Golovneva 2023": "Golovneva, O. and others (2023). ROSCOE: a suite of metrics for scoring "
        "step-by-step reasoning. ICLR.",
        "Hart 1981": "Hart, K. M. (ed.) (1981). Children's Understanding of Mathematics: 11-16. John Murray.",
        "Hiebert & Wearne 1985": "Hiebert, J., Wearne, D. (1985). A model of students' decimal computation "
        "procedures. Cognition and Instruction 2.",
        "Holtzman 2020": "Holtzman, A., Buys, J., Du, L., Forbes, M., Choi, Y. (2020). The curious case of "
        "neural text degeneration. ICLR.",
        "Kieran 1981": "Kieran, C. (1981). Concepts associated with the equality symbol. Educational Studies "
        "in Mathematics 12.",
        "Küchemann 1981": "Küchemann, D. (1981). Algebra. In Hart, K. M. (ed.), Children's Understanding of "
        "Mathematics: 11-16. John Murray.",
        "Lewis & Mayer 1987": "Lewis, A. B., Mayer, R. E. (1987). Students' miscomprehension of relational "
        "statements in arithmetic word problems. Journal of Educational Psychology 79.",
        "Lightman 2023": "Lightman, H. and others (2023). Let's verify step by step. arXiv 2305.20050.",
        "Luneta & Makonye 2010": "Luneta, K., Makonye, P. J. (2010). Learner errors and misconceptions in "
        "elementary analysis: a case study of a grade 12 class in South Africa. Acta Didactica Napocensia 3.",
        "Martínez-Planell 2012": "Martínez-Planell, R., Gonzalez, A. C., DiCristina, G., Acevedo, V. (2012). "
        "Students' conception of infinite series. Educational Studies in Mathematics 81.",
        "Matz 1982": "Matz, M. (1982). Towards a process model for high school algebra errors. In Sleeman, "
        "D., Brown, J. S. (eds.), Intelligent Tutoring Systems. Academic Press.",
        "Miller 1984": "Miller, K., Perlmutter, M., Keating, D. (1984). Cognitive arithmetic: comparison of "
        "operations. Journal of Experimental Psychology: Learning, Memory, and Cognition 10.",
        "Newman 1977": "Newman, M. A. (1977). An analysis of sixth-grade pupils' errors on written "
        "mathematical tasks. Victorian Institute for Educational Research Bulletin 39.",
        "Orton 1983": "Orton, A. (1983). Students' understanding of differentiation; Students' understanding "
        "of integration. Educational Studies in Mathematics 14.",
        "Parker & Leinhardt 1995": "Parker, M., Leinhardt, G. (1995). Percent: a privileged proportion. "
        "Review of Educational Research 65.",
        "Payne & Squibb 1990": "Payne, S. J., Squibb, H. R. (1990). Algebra mal-rules and cognitive accounts "
        "of error. Cognitive Science 14.",
        "Resnick 1989": "Resnick, L. B., Nesher, P., Leonard, F., Magone, M., Omanson, S., Peled, I. (1989). "
        "Conceptual bases of arithmetic errors: the case of decimal fractions. Journal for Research in "
        "Mathematics Education 20.",
        "Shi 2023": "Shi, F. and others (2023). Large language models can be easily distracted by irrelevant "
        "context. ICML.",
        "Siegler & Pyke 2013": "Siegler, R. S., Pyke, A. A. (2013). Developmental and individual differences "
        "in understanding of fractions. Developmental Psychology 49.",
        "Siyepu 2013": "Siyepu, S. W. (2013). An exploration of students' errors in derivatives in a "
        "university of technology. Journal of Mathematical Behavior 32.",
        "Siyepu 2015": "Siyepu, S. W. (2015). Analysis of errors in derivatives of trigonometric functions. "
        "International Journal of STEM Education 2.",
        "Stacey & Steinle 2004": "Steinle, V., Stacey, K. (2004). A longitudinal study of students' "
        "understanding of decimal notation: an overview and refined results. Proceedings of MERGA 27.",
        "Tyen 2024": "Tyen, G., Mansoor, H., Cărbune, V., Chen, P., Mak, T. (2024). LLMs cannot find "
        "reasoning errors, but can correct them given the error location. Findings of ACL.",
        "Vaiyavutjamai & Clements 2006": "Vaiyavutjamai, P., Clements, M. A. (2006). Effects of classroom "
        "instruction on students' understanding of quadratic equations. Mathematics Education Research "
        "Journal 18.",
        "VanLehn 1990": "VanLehn, K. (1990). Mind Bugs: the Origins of Procedural Misconceptions. MIT Press.",
        "Zeng 2023": "Zeng, Z. and others (2023). MR-GSM8K: a meta-reasoning benchmark for large language "
        "model evaluation. arXiv 2312.17080.",
    }
)
