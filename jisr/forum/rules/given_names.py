"""Given names that are frequent in Morocco, in both scripts: what a moderator is shown before publishing.

Names that are ordinary words too (أمل hope, عمر age, أسماء names, أمينة treasurer ...) are left out on purpose: a flag
on every second line is no longer read. The list only draws attention; a person decides.
"""

from jisr.common.text import fold

_ARABIC = """
محمد أحمد مصطفى حسين عبدالله إبراهيم إسماعيل يوسف يونس إدريس عثمان خالد مراد سمير نبيل هشام ياسين زكرياء أيوب
أنس بلال طارق الحسين لحسن بوشعيب المعطي التهامي الجيلالي حمزة سفيان أسامة جواد فؤاد نورالدين عزالدين فاطمة
خديجة عائشة زينب مريم رقية حليمة خدوج فاطنة نعيمة سعاد سميرة نادية حفيظة مليكة كلثوم سناء سكينة سلمى نزهة
ربيعة حسناء غزلان فوزية ثورية يامنة إيطو تودا يطو فاضمة
"""
_LATIN = """
Mohamed Mohammed Ahmed Mustapha Mostafa Hassan Hussein Abdellah Abderrahmane Abderrahim Abdelaziz Abdelkader Brahim
Ibrahim Ismail Youssef Younes Driss Idriss Omar Othmane Khalid Rachid Mourad Mounir Samir Nabil Hicham Yassine
Zakaria Ayoub Anass Bilal Mehdi Tarik Adil Jamal Lahcen Houssine Bouchaib Hamza Soufiane Oussama Walid Redouane
Taoufik Fouad Noureddine Azzedine
Fatima Fatna Fadma Khadija Aicha Zineb Zainab Mariam Meryem Maryam Rkia Halima Khadouj Amina Mina Naima Souad Samira
Nadia Latifa Hafida Rachida Malika Jamila Keltoum Zahra Imane Sanaa Soukaina Hanane Asmae Asma Hajar Salma Nezha
Rabia Saadia Hasnaa Ilham Bouchra Ghizlane Fouzia Aziza Itto Touda Yamna
"""
GIVEN_NAMES: frozenset[str] = frozenset(fold(name, articles=True) for name in f"{_ARABIC} {_LATIN}".split())
